using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveCheckpoint.Log;

/// <summary>
/// What makes an epoch count. Without it, the pages before it are a torn tail.
/// <code>
///   0        4            8            16                 24                32              64              80
///   | "CMIT" | pages, u32 | epoch, u64 | transaction, u64 | image pages, u64 | image hash    | checksum, 16 B |
/// </code>
/// Little-endian. The checksum is the front of SHA-256 over all that stands before it.
/// </summary>
/// <param name="Pages">Page records of this epoch.</param>
/// <param name="Epoch">One more than the epoch before it.</param>
/// <param name="Transaction">The last transaction that the image holds.</param>
/// <param name="ImagePages">Pages of the database.</param>
/// <param name="ImageHash">XOR of the hashes of all pages, as they stand after this epoch.</param>
internal readonly record struct CommitRecord(int Pages, long Epoch, long Transaction, int ImagePages, PageHash ImageHash)
{
    internal const int Bytes = ChecksumOffset + ChecksumBytes;

    /// <summary>"CMIT", read as a little-endian number.</summary>
    internal const uint Kind = 0x54494D43;

    private const int ChecksumOffset = 64;
    private const int ChecksumBytes = 16;

    internal void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, Kind);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], Pages);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], Transaction);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], ImagePages);
        ImageHash.Write(record[32..]);
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record[..ChecksumOffset], sum);
        sum[..ChecksumBytes].CopyTo(record[ChecksumOffset..]);
    }

    /// <summary>Reads a record; false when its checksum is wrong.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> record, out CommitRecord commit)
    {
        commit = new CommitRecord(
            BinaryPrimitives.ReadInt32LittleEndian(record[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[16..]),
            (int)BinaryPrimitives.ReadInt64LittleEndian(record[24..]),
            PageHash.Read(record[32..]));
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record[..ChecksumOffset], sum);
        return sum[..ChecksumBytes].SequenceEqual(record.Slice(ChecksumOffset, ChecksumBytes));
    }
}
