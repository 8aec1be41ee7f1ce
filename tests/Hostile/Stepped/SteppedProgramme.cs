using System;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;

namespace RingCore.Hostile.Stepped;

/// <summary>
/// One seed's worth of a producer, a resetter and a hostile collector on one thread, the collector between any two accesses of the others; then an honest
/// collector of a new ring, to which everything must come that nobody who is to be believed has read.
/// </summary>
internal sealed class SteppedProgramme(RingMode mode, ulong seed)
{
    private const int Steps = 160;
    private const int SmallestEntriesLog = 2;
    private const int LargestEntriesLog = 7;
    private const ulong SeedOfTheProducer = 0x5DEE_CE66;

    [ThreadStatic]
    private static SteppedMemory?[]? s_memories;

    private RandomSequence _random = new(RandomSequence.Mix(seed) ^ SeedOfTheProducer);

    /// <summary>The step that it has come to.</summary>
    internal int Step { get; private set; }

    /// <summary>Runs it, and adds what happened to the tally.</summary>
    /// <returns>Pages lost.</returns>
    /// <exception cref="OracleException">A promise was broken.</exception>
    /// <exception cref="OutsideAccessException">Memory was touched that is not the ring's.</exception>
    internal int Run(FuzzTally tally)
    {
        RingGeometry geometry = DrawGeometry();
        ulong firstPosition = DrawFirstPosition();
        SteppedMemory memory = MemoryOf(geometry.Entries);
        memory.Renew(firstPosition);
        PageOracle oracle = new(geometry.Entries, payloadIsTrusted: mode is not RingMode.Kernel);
        HostilePeer peer = new(SteppedDesign.View(mode, memory), seed);
        try
        {
            using AttackedRing ring = SteppedDesign.Attack(mode, memory, geometry, firstPosition);
            Interleaving.Begin(memory, peer, geometry.Entries, oddsInThousand: _random.Below(4) switch { 0 => 0, 1 => 10, 2 => 100, _ => 400 });
            PageWriter writer = new(oracle, ring);
            for (Step = 0; Step < Steps; Step++)
                Act(oracle, ring, writer, peer, tally);
            tally.Add(ring.PeerViolations);
        }
        finally
        {
            Interleaving.End();
            tally.Add(peer);
            tally.Add(oracle);
        }

        memory.CheckCanaries();
        memory.Renew(firstPosition);
        using AttackedRing next = SteppedDesign.Attack(mode, memory, geometry, firstPosition);
        using RingCollector<SteppedFencePoints> collector = SteppedDesign.Collect(mode, memory, geometry, firstPosition);
        return HonestSuccessor.CountLost(oracle, next, pages => collector.Harvest(pages).Pages);
    }

    private void Act(PageOracle oracle, AttackedRing ring, PageWriter writer, HostilePeer peer, FuzzTally tally)
    {
        int choice = _random.Below(16);
        Interleaving.BeginCall();
        if (choice < 6)
        {
            writer.Write(ref _random);
        }
        else if (choice < 11)
        {
            ResetResult result = ring.Reset(ref oracle, _random.Below(3) == 0 ? _random.Below(ring.Entries + 1) : int.MaxValue);
            oracle.EndReset(result);
            tally.Add(result);
        }
        else if (choice < 15)
        {
            for (int moves = _random.Below(8); moves >= 0; moves--)
                peer.Act();
        }
        else
        {
            peer.ChangeTemper();
        }
    }

    private RingGeometry DrawGeometry()
    {
        int entries = 1 << (SmallestEntriesLog + _random.Below(LargestEntriesLog - SmallestEntriesLog + 1));
        return new RingGeometry(entries, reservedEntries: _random.Below(entries));
    }

    private ulong DrawFirstPosition() => _random.Below(4) switch
    {
        0 => 0,
        1 => uint.MaxValue - (ulong)_random.Below(200),
        2 => (ulong)int.MaxValue - (ulong)_random.Below(200),
        _ => _random.Next() >> 1,
    };

    private static SteppedMemory MemoryOf(int entries)
    {
        s_memories ??= new SteppedMemory?[LargestEntriesLog + 1];
        return s_memories[int.Log2(entries)] ??= new SteppedMemory(entries);
    }
}
