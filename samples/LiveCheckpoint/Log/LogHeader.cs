using System;
using System.Buffers.Binary;
using RingCore.Tracking;

namespace LiveCheckpoint.Log;

/// <summary>
/// The front of a log: what the image is, and which workload wrote it. It stands there twice, so that one flipped byte in it
/// costs a report and not the log.
/// <code>
///   0            8              12               16                  24         32               40           48              64
///   | "RINGCKPT" | version, u32 | page size, u32 | image limit, u64  | seed, u64 | generation, u64 | zeros, 8 B | checksum, 16 B |
/// </code>
/// </summary>
/// <param name="CapacityPages">Pages that the image may grow to.</param>
/// <param name="Seed">The workload's seed.</param>
/// <param name="Generation">How often the log was compacted: the file that replaces another has one more.</param>
internal readonly record struct LogHeader(int CapacityPages, ulong Seed, long Generation)
{
    internal const int Bytes = 2 * CopyBytes;

    private const int CopyBytes = 64;
    private const int ChecksumOffset = 48;
    private const int Version = 2;

    private static ReadOnlySpan<byte> Magic => "RINGCKPT"u8;

    internal void Write(Span<byte> header)
    {
        header[..Bytes].Clear();
        Span<byte> copy = header[..CopyBytes];
        Magic.CopyTo(copy);
        BinaryPrimitives.WriteInt32LittleEndian(copy[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(copy[12..], TrackedMemory.PageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(copy[16..], CapacityPages);
        BinaryPrimitives.WriteUInt64LittleEndian(copy[24..], Seed);
        BinaryPrimitives.WriteInt64LittleEndian(copy[32..], Generation);
        PageHash.Of(copy[..ChecksumOffset]).Write(copy[ChecksumOffset..]);
        copy.CopyTo(header[CopyBytes..]);
    }

    /// <summary>Reads the header from whichever copy is intact.</summary>
    /// <param name="header">The file's first <see cref="Bytes"/> bytes.</param>
    /// <param name="damagedAt">The start of a damaged copy, or -1.</param>
    /// <param name="value">The header.</param>
    internal static bool TryRead(ReadOnlySpan<byte> header, out int damagedAt, out LogHeader value)
    {
        bool first = TryReadCopy(header[..CopyBytes], out LogHeader front);
        bool second = TryReadCopy(header[CopyBytes..Bytes], out LogHeader back);
        damagedAt = !first ? 0 : !second ? CopyBytes : -1;
        value = first ? front : back;
        return first || second;
    }

    private static bool TryReadCopy(ReadOnlySpan<byte> copy, out LogHeader header)
    {
        header = new LogHeader(
            (int)BinaryPrimitives.ReadInt64LittleEndian(copy[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(copy[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(copy[32..]));
        return copy.StartsWith(Magic) && PageHash.Of(copy[..ChecksumOffset]) == PageHash.Read(copy[ChecksumOffset..]) &&
            BinaryPrimitives.ReadInt32LittleEndian(copy[8..]) == Version &&
            BinaryPrimitives.ReadInt32LittleEndian(copy[12..]) == TrackedMemory.PageBytes;
    }
}
