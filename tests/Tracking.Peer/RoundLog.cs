using System;
using System.Buffers.Binary;
using System.IO;

namespace RingCore.Tracking.Peer;

/// <summary>A log of rounds: pages and their first 8 bytes, then the number of pages once more. Killed in the middle, its writer leaves a tail.</summary>
public static class RoundLog
{
    private const int PageBytes = 16;

    /// <summary>The bytes of a round.</summary>
    public static byte[] Entry(SharedRound round)
    {
        byte[] entry = new byte[16 + (round.Pages * PageBytes)];
        BinaryPrimitives.WriteInt64LittleEndian(entry, round.Pages);
        int position = 8;
        foreach (ulong gfn in round)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(position), gfn);
            round.Read(gfn)[..8].CopyTo(entry.AsSpan(position + 8));
            position += PageBytes;
        }

        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(position), ~round.Pages);
        return entry;
    }

    /// <summary>Reads all whole rounds.</summary>
    /// <returns>Where they end.</returns>
    public static long Replay(string path, Action<ulong, ulong> page)
    {
        ReadOnlySpan<byte> log = File.ReadAllBytes(path);
        int position = 0;
        while (log.Length - position >= 16)
        {
            long pages = BinaryPrimitives.ReadInt64LittleEndian(log[position..]);
            long end = position + 16 + (pages * PageBytes);
            if (end > log.Length || BinaryPrimitives.ReadInt64LittleEndian(log[(int)(end - 8)..]) != ~pages)
                break;
            for (int at = position + 8; at < end - 8; at += PageBytes)
                page(BinaryPrimitives.ReadUInt64LittleEndian(log[at..]), BinaryPrimitives.ReadUInt64LittleEndian(log[(at + 8)..]));
            position = (int)end;
        }

        return position;
    }
}
