using System;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LiveCheckpoint.Log;

/// <summary>
/// XXH3 of 128 bits over a page's number and content, and, folded with XOR over all pages, the hash of an image. So the image's
/// hash follows an epoch at the cost of the epoch's pages.
/// </summary>
/// <remarks>
/// It finds errors, not forgeries, as an XOR of any hashes does: whoever may choose many pages freely can find two images with one hash. A
/// cryptographic hash would not change that, and costs ten times as much processor time, which the workload lacks where processors are scarce.
/// The all-zero value stands for a page that was never logged.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PageHash(ulong A, ulong B)
{
    internal const int Bytes = 16;

    public static PageHash operator ^(PageHash left, PageHash right) => new(left.A ^ right.A, left.B ^ right.B);

    /// <summary>Hashes a page, its number (4 bytes, little-endian) and then its content in one piece; or the front of a record, as its checksum.</summary>
    internal static PageHash Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        XxHash128.Hash(bytes, hash);
        return Read(hash);
    }

    internal static PageHash Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<PageHash>(bytes);

    internal void Write(Span<byte> bytes) => MemoryMarshal.Write(bytes, in this);
}
