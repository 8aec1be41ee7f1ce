using System;
using System.Buffers.Binary;
using RingCore.Tracking;

namespace LiveCheckpoint.Log;

/// <summary>
/// One page in the log.
/// <code>
///   0        4            12                28            32                       4128
///   | "PAGE" | epoch, u64 | checksum, 16 B  | page, u32   | content, 4,096 B       |
///                                           \___ the checksum is the page's hash: over these two ___/
/// </code>
/// Little-endian. The epoch is not in the checksum: it must equal the epoch of the commit record that follows.
/// </summary>
internal static class PageRecord
{
    internal const int Bytes = ContentOffset + TrackedMemory.PageBytes;

    /// <summary>"PAGE", read as a little-endian number.</summary>
    internal const uint Kind = 0x45474150;

    private const int EpochOffset = 4;
    private const int ChecksumOffset = 12;
    private const int PageOffset = 28;
    private const int ContentOffset = 32;

    internal static int Page(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[PageOffset..]);

    internal static long Epoch(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[EpochOffset..]);

    internal static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> record) => record[ContentOffset..];

    internal static Span<byte> WritableContent(Span<byte> record) => record[ContentOffset..];

    /// <summary>Writes the page's number and content; the record is no good until <see cref="Seal"/>.</summary>
    internal static void Fill(Span<byte> record, int page, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record[PageOffset..], page);
        content.CopyTo(record[ContentOffset..]);
    }

    /// <summary>Completes a filled record, and returns the page's hash.</summary>
    internal static PageHash Seal(Span<byte> record, long epoch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, Kind);
        BinaryPrimitives.WriteInt64LittleEndian(record[EpochOffset..], epoch);
        PageHash hash = PageHash.Of(record[PageOffset..]);
        hash.Write(record[ChecksumOffset..]);
        return hash;
    }

    /// <summary>Whether the checksum is that of the number and the content; <paramref name="hash"/> is the page's hash.</summary>
    internal static bool IsIntact(ReadOnlySpan<byte> record, out PageHash hash)
    {
        hash = PageHash.Of(record[PageOffset..]);
        return hash == PageHash.Read(record[ChecksumOffset..]);
    }
}
