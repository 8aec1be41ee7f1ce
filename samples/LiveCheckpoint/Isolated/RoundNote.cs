using System;
using System.Buffers.Binary;

namespace LiveCheckpoint.Isolated;

/// <summary>What the writer tells the checkpointer about a round beside its pages.</summary>
/// <param name="Transaction">The last transaction that the image holds.</param>
/// <param name="ImagePages">Pages of the database.</param>
internal readonly record struct RoundNote(long Transaction, int ImagePages)
{
    internal const int Bytes = sizeof(long) + sizeof(int);

    /// <summary>Reads a note; null where it is none.</summary>
    internal static RoundNote? Read(ReadOnlySpan<byte> bytes) => bytes.Length != Bytes
        ? null
        : new RoundNote(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Transaction);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(long)..], ImagePages);
    }
}
