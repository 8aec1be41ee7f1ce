using System;
using System.Threading;

namespace RingCore.Hostile.Crash;

/// <summary>
/// The collector's durable side, in memory that the supervisor owns: a log of one round, made durable by one word, and the replica that logged rounds
/// are brought into. Whoever maps it after a kill goes on.
/// </summary>
/// <remarks>
/// <code>
///   logged | applied | pages || numbers… || the round's pages… || the replica's pages…
/// </code>
/// All stores stand in program order, which is all that a SIGKILL leaves to demand.
/// </remarks>
internal sealed unsafe class ReplicaLog
{
    private const int LoggedWord = 0;
    private const int AppliedWord = 1;
    private const int PagesWord = 2;
    private const int HeaderBytes = 4096;
    private const int PageBytes = 4096;

    private readonly SharedRegion _region;
    private readonly int _pages;
    private int _count;

    internal ReplicaLog(SharedRegion region, int pages) => (_region, _pages) = (region, pages);

    /// <summary>The replica.</summary>
    internal ReadOnlySpan<byte> Replica => new(Replicated(0), _pages * PageBytes);

    /// <summary>Whether the replica has all that is logged.</summary>
    internal bool IsApplied => Volatile.Read(ref Words[LoggedWord]) == Volatile.Read(ref Words[AppliedWord]);

    private long* Words => (long*)_region.Start;

    private long* Numbers => (long*)(_region.Start + HeaderBytes);

    private byte* Data => _region.Start + HeaderBytes + NumbersBytes(_pages);

    /// <summary>Bytes for so many pages.</summary>
    internal static long BytesFor(int pages) => HeaderBytes + NumbersBytes(pages) + (2L * pages * PageBytes);

    /// <summary>Brings a round that a predecessor has logged into the replica.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Redo()
    {
        if (IsApplied)
            return false;
        Apply();
        return true;
    }

    /// <summary>Begins a round.</summary>
    internal void Begin() => _count = 0;

    /// <summary>Adds a page to the round, each at most once.</summary>
    internal void Add(long page, ReadOnlySpan<byte> bytes)
    {
        bytes[..PageBytes].CopyTo(new Span<byte>(Data + ((long)_count * PageBytes), PageBytes));
        Volatile.Write(ref Numbers[_count++], page);
    }

    /// <summary>The last write of each page of the round.</summary>
    internal ulong[] WritesOfRound()
    {
        ulong[] writes = new ulong[_count];
        for (int i = 0; i < _count; i++)
            writes[i] = CrashPages.WriteOf(new ReadOnlySpan<byte>(Data + ((long)i * PageBytes), PageBytes));
        return writes;
    }

    /// <summary>Makes the round durable: from here on every successor has it.</summary>
    internal void Commit()
    {
        Volatile.Write(ref Words[PagesWord], _count);
        Volatile.Write(ref Words[LoggedWord], Words[AppliedWord] + 1);
    }

    /// <summary>Brings the logged round into the replica.</summary>
    internal void Apply()
    {
        for (long i = 0; i < Words[PagesWord]; i++)
            Buffer.MemoryCopy(Data + (i * PageBytes), Replicated(Numbers[i]), PageBytes, PageBytes);
        Volatile.Write(ref Words[AppliedWord], Words[LoggedWord]);
    }

    private static long NumbersBytes(int pages) => ((pages * sizeof(long)) + PageBytes - 1) / PageBytes * PageBytes;

    private byte* Replicated(long page) => Data + ((_pages + page) * PageBytes);
}
