using System.Threading;
using RingCore.Hostile.Moves;

namespace RingCore.Hostile.Live;

/// <summary>What a hostile child tells its parent of itself, in memory that is no part of what it attacks: counts that only grow.</summary>
internal sealed unsafe class HostileBoard(SharedRegion region)
{
    /// <summary>Bytes of the board.</summary>
    internal const int Bytes = 4096;

    private const int WritesWord = 0;
    private const int MovesWord = 16;
    private const int KernelWord = 64;
    private const int SurprisesWord = 128;

    /// <summary>Stores that the child has made.</summary>
    internal long Writes => Read(WritesWord);

    /// <summary>Moves of a kind.</summary>
    internal long Of(MoveKind kind) => Read(MovesWord + (int)kind);

    /// <summary>Calls of a kind.</summary>
    internal long Of(KernelMove move) => Read(KernelWord + (int)move);

    /// <summary>Calls of a kind that ended in another way than the seals promise.</summary>
    internal long SurprisesOf(KernelMove move) => Read(SurprisesWord + (int)move);

    /// <summary>Writes the child's counts.</summary>
    internal void Publish(HostilePeer peer, KernelMoves kernel)
    {
        for (int kind = 0; kind < peer.Moves.Length; kind++)
            Write(MovesWord + kind, peer.Moves[kind]);
        for (int move = 0; move < KernelMoves.Count; move++)
        {
            Write(KernelWord + move, kernel.Tried[move]);
            Write(SurprisesWord + move, kernel.Surprises[move]);
        }

        Write(WritesWord, peer.Writes);
    }

    private long Read(int word) => Volatile.Read(ref ((long*)region.Start)[word]);

    private void Write(int word, long value) => Volatile.Write(ref ((long*)region.Start)[word], value);
}
