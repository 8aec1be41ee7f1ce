using System;
using System.Buffers.Binary;

namespace RingCore.Tracking;

/// <summary>One message between the two sides of a shared tracker. Whoever receives one believes nothing of it yet.</summary>
/// <remarks>
/// <code>
///  byte  0      4         8              16
///        +------+---------+--------------+------------------------
///        | kind | version | round number | note (RoundClosed only)
///        +------+---------+--------------+------------------------
/// </code>
/// Little-endian. A message of another version, of an unknown kind or of a wrong length is none.
/// </remarks>
/// <param name="Kind">What it says.</param>
/// <param name="Round">Of which round; 0 where it is of none.</param>
internal readonly record struct RoundMessage(RoundMessageKind Kind, ulong Round = 0)
{
    /// <summary>Bytes before the note.</summary>
    internal const int HeaderBytes = 16;

    /// <summary>The format's version.</summary>
    internal const uint Version = 1;

    /// <summary>Longest note in bytes.</summary>
    internal const int MaxNoteBytes = PeerSocket.MaxMessageBytes - HeaderBytes;

    /// <summary>Writes the message.</summary>
    /// <returns>Its length.</returns>
    internal int Write(Span<byte> buffer, ReadOnlySpan<byte> note = default)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer[8..], Round);
        note.CopyTo(buffer[HeaderBytes..]);
        return HeaderBytes + note.Length;
    }

    /// <summary>Reads a message.</summary>
    /// <returns>False where it is none of this version.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out RoundMessage message)
    {
        message = default;
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Version)
            return false;
        message = new RoundMessage((RoundMessageKind)BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        return message.Kind is >= RoundMessageKind.Attach and <= RoundMessageKind.Returned
            && (bytes.Length == HeaderBytes || message.Kind == RoundMessageKind.RoundClosed);
    }
}
