using System;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;
using Packed = RingCore.PackedRing<RingCore.Hostile.Stepped.SteppedFencePoints>;

namespace RingCore.Hostile.Stepped;

/// <summary>
/// One seed's worth of a packed ring, all three parties on one thread and a hostile peer between any two accesses, who writes anything into the descriptors.
/// </summary>
/// <remarks>
/// The packed ring believes the states that it finds, as the flagged ring does and the guarded one does not. So it owes less: pages that exist, answers that
/// are typed and within the ring's size, bounded work, nothing outside its memory; and, once the peer has stopped, that no call fails.
/// </remarks>
internal sealed class PackedProgramme(ulong seed)
{
    private const int Steps = 160;
    private const int MostEntries = 131;
    private const ulong SeedOfTheParties = 0x2545_F491;

    private RandomSequence _random = new(RandomSequence.Mix(seed) ^ SeedOfTheParties);

    /// <summary>The step that it has come to.</summary>
    internal int Step { get; private set; }

    /// <summary>Runs it, and adds what happened to the tally.</summary>
    /// <exception cref="OracleException">A promise was broken.</exception>
    /// <exception cref="OutsideAccessException">Memory was touched that is not the ring's.</exception>
    internal unsafe void Run(FuzzTally tally)
    {
        int entries = 1 + _random.Below(MostEntries);
        RingGeometry geometry = RingGeometry.Packed(entries, _random.Below(entries));
        ulong first = _random.Below(2) == 0 ? uint.MaxValue - (ulong)_random.Below(300) : _random.Next() >> 1;
        using SteppedMemory memory = new(entries);
        memory.Renew(first);
        HostilePeer peer = new(SteppedDesign.ViewOfPacked(memory, first), seed);
        RingMemory ring = SteppedDesign.MemoryOfPacked(memory, geometry, first);
        using Packed.ProducerHandle producer = new(ring);
        using Packed.CollectorHandle collector = new(ring);
        using Packed.ResetterHandle resetter = new(ring, HostilePages.Slots);
        Interleaving.Begin(memory, peer, entries, oddsInThousand: _random.Below(4) switch { 0 => 0, 1 => 10, 2 => 100, _ => 400 });
        try
        {
            for (Step = 0; Step < Steps; Step++)
                Act(producer, collector, resetter, entries, peer, tally);
        }
        finally
        {
            Interleaving.End();
            tally.Add(peer);
            tally.Add(resetter.PeerViolations);
        }

        memory.CheckCanaries();
        PeerViolations found = resetter.PeerViolations;
        if (found.SlotOutOfRange + found.OffsetOutOfRange != resetter.OutOfRange || resetter.Violations != 0)
            throw new OracleException($"{resetter.OutOfRange} entries were out of range, and {found} was counted.");
    }

    private void Act(
        Packed.ProducerHandle producer, Packed.CollectorHandle collector, Packed.ResetterHandle resetter, int entries, HostilePeer peer, FuzzTally tally)
    {
        Span<DirtyPage> pages = stackalloc DirtyPage[MostEntries];
        int count = _random.Below(entries + 1);
        Interleaving.BeginCall();
        switch (_random.Below(8))
        {
            case 0 or 1:
                for (int i = 0; i < count; i++)
                    pages[i] = HostilePages.At(_random.Below(HostilePages.Count));
                PushResult push = producer.Push(pages[..count]);
                Demand(push.Pushed <= count && push.Status <= PushStatus.RefusedFull, $"{push} of {count} pages");
                break;
            case 2:
                PushStatus status = producer.Push(HostilePages.At(_random.Below(HostilePages.Count)));
                Demand(status <= PushStatus.RefusedFull, $"{status} of one page");
                break;
            case 3:
                HarvestResult harvest = collector.Harvest(pages[..count]);
                Demand(harvest.Entries <= count && harvest.OutOfRange == 0, $"{harvest} of {count} pages");
                break;
            case 4:
                if (_random.Below(2) == 0)
                    _ = collector.TryTake(out _);
                else
                    _ = collector.HarvestInPlace(count).Commit(0);
                break;
            case 5 or 6:
                Sink sink = default;
                ResetResult reset = resetter.Reset(ref sink, _random.Below(3) == 0 ? count : int.MaxValue);
                tally.Add(reset);
                Demand(reset.Entries <= entries && sink.Pages + reset.OutOfRange <= reset.Entries, $"{reset}: the sink got {sink.Pages} pages");
                break;
            default:
                for (int moves = _random.Below(8); moves >= 0; moves--)
                    peer.Act();
                if (_random.Below(8) == 0)
                    peer.ChangeTemper();
                break;
        }
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
            throw new OracleException(what);
    }

    private struct Sink : IResetSink
    {
        internal int Pages { get; private set; }

        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (ulong left = mask; left != 0; left &= left - 1, Pages++)
            {
                ulong page = offset + (ulong)System.Numerics.BitOperations.TrailingZeroCount(left);
                if (HostilePages.NumberOf(slot, page) < 0)
                    throw new OracleException($"The sink got slot {slot}, page {page}, which does not exist.");
            }
        }
    }
}
