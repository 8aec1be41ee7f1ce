using System;
using System.Buffers.Binary;

namespace LiveCheckpoint.Log;

/// <summary>
/// What makes an epoch count. Without it, the pages before it are a torn tail.
/// <code>
///   0        4            8            16                 24                 32                 48               64
///   | "CMIT" | pages, u32 | epoch, u64 | transaction, u64 | image pages, u64 | image hash, 16 B | checksum, 16 B |
/// </code>
/// Little-endian. The checksum is the hash, as a page has one, of all that stands before it.
/// </summary>
/// <param name="Pages">Page records of this epoch.</param>
/// <param name="Epoch">One more than the epoch before it.</param>
/// <param name="Transaction">The last transaction that the image holds.</param>
/// <param name="ImagePages">Pages of the database.</param>
/// <param name="ImageHash">XOR of the hashes of all pages, as they stand after this epoch.</param>
internal readonly record struct CommitRecord(int Pages, long Epoch, long Transaction, int ImagePages, PageHash ImageHash)
{
    internal const int Bytes = ChecksumOffset + PageHash.Bytes;

    /// <summary>"CMIT", read as a little-endian number.</summary>
    internal const uint Kind = 0x54494D43;

    private const int ChecksumOffset = 48;

    internal void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, Kind);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], Pages);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], Transaction);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], ImagePages);
        ImageHash.Write(record[32..]);
        PageHash.Of(record[..ChecksumOffset]).Write(record[ChecksumOffset..]);
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
        return PageHash.Of(record[..ChecksumOffset]) == PageHash.Read(record[ChecksumOffset..]);
    }
}
