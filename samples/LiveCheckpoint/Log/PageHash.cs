using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LiveCheckpoint.Log;

/// <summary>
/// SHA-256 over a page's number and content, and, folded with XOR over all pages, the hash of an image. So the image's
/// hash follows an epoch at the cost of the epoch's pages.
/// </summary>
/// <remarks>
/// An XOR of hashes finds errors, not forgeries: whoever may choose many pages freely can find two images with one hash.
/// The all-zero value stands for a page that was never logged.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PageHash(ulong A, ulong B, ulong C, ulong D)
{
    internal const int Bytes = 32;

    public static PageHash operator ^(PageHash left, PageHash right) =>
        new(left.A ^ right.A, left.B ^ right.B, left.C ^ right.C, left.D ^ right.D);

    /// <summary>Hashes a page: its number (4 bytes, little-endian), then its content, in one piece.</summary>
    internal static PageHash Of(ReadOnlySpan<byte> numberAndContent)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        SHA256.HashData(numberAndContent, bytes);
        return Read(bytes);
    }

    internal static PageHash Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<PageHash>(bytes);

    internal void Write(Span<byte> bytes) => MemoryMarshal.Write(bytes, in this);
}
