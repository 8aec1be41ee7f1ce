using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Rings;

// The three parties, each with handles of its own for each run.
internal sealed unsafe partial class RingProgram
{
    private Action Producer(int producer)
    {
        IDirtyProducer handle = _case.Design switch
        {
            RingDesign.Flagged => new FlaggedRing<Fp, GfnEntry<KvmStates>, DirtyPage>.ProducerHandle(_memory, null),
            RingDesign.FlaggedPages => new FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.ProducerHandle(_memory, _slots),
            RingDesign.Indexed => new IndexedRing<Fp>.ProducerHandle(_memory),
            _ => new VmRing<Fp>.SharedProducer(_memory),
        };
        return () =>
        {
            int first = producer * _case.Pushes;
            int failures = _case.Failures;
            for (int done = 0; done < _case.Pushes;)
            {
                DirtyPage[] pages = [.. Enumerable.Range(first + done, Math.Min(_case.Batch, _case.Pushes - done)).Select(Page)];
                for (int i = 0; i < pages.Length && _case.Data; i++)
                    Fp.WritePlain(_data + (32 * (first + done + i)), 1);
                if (_case.ProducerSleeps)
                {
                    Sleep((IWaitCondition)handle, &_memory.Control->ProducerWaits);
                    ObserveRearmed(done);
                }

                Model.Attempt();
                int pushed = pages.Length == 1 ? (handle.Push(pages[0]) <= PushStatus.PublishedSoftFull ? 1 : 0) : handle.Push(pages).Pushed;
                Model.Assume(pushed > 0 || failures-- > 0);
                if (pushed > 0 && !_case.ProducerSleeps)
                    ObserveRearmed(done);
                done += pushed;
            }
        };
    }

    // A producer that has a place for a page knows that the page which had the place before has been reset.
    private void ObserveRearmed(int page)
    {
        if (_case.Rearms && page >= _case.Entries)
            Model.Note("rearmed", Fp.ReadPlain(_rearmed + (32 * (page - _case.Entries))));
    }

    private Action Collector() => _case.Design switch
    {
        RingDesign.FlaggedPages => Collector(new FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle(_memory, _slots, ordered: true)),
        RingDesign.Indexed => Collector(new IndexedRing<Fp>.CollectorHandle(_memory)),
        _ => Collector(new FlaggedRing<Fp, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle(_memory, null, ordered: _case.Design == RingDesign.Flagged)),
    };

    private Action Collector(IDirtyCollector handle) => () =>
    {
        int failures = _case.Failures;
        for (int done = 0; done < TotalPages;)
        {
            int wanted = Math.Min(_case.Batch, TotalPages - done);
            if (_case.Collecting == Collecting.Sleeping)
                Sleep((IWaitCondition)handle, &_memory.Control->CollectorWaits);
            Model.Attempt();
            int harvested = _case.Harvester is { } harvester ? Harvest(harvester, done, wanted)
                : _case.Collecting == Collecting.InPlace ? HarvestInPlace(handle, wanted)
                : Harvest(handle, wanted);
            Model.Assume(harvested > 0 || failures-- > 0);
            done += harvested;
        }
    };

    private int Harvest(IDirtyCollector handle, int wanted)
    {
        DirtyPage[] pages = new DirtyPage[wanted];
        int harvested = handle.Harvest(pages).Entries;
        for (int i = 0; i < harvested; i++)
            Observe("harvested", pages[i].Slot, pages[i].Offset);
        return harvested;
    }

    // What a handle does with more entries than a model can have: one call for each contiguous stretch.
    private int Harvest(HarvesterKind harvester, int done, int wanted)
    {
        int index = (int)((_case.FirstPosition + (uint)done) & _memory.Geometry.Mask);
        int count = Math.Min(wanted, _case.Entries - index);
        DirtyPage* pages = stackalloc DirtyPage[count];
        ulong* frames = stackalloc ulong[count];
        KvmDirtyGfn* gfns = (KvmDirtyGfn*)_memory.Entries + index;
        DirtyPageAddress* addresses = (DirtyPageAddress*)_memory.Entries + index;
        int harvested = (harvester, _case.Design) switch
        {
            (HarvesterKind.Vector128, RingDesign.Flagged) => Vector128Harvester.Take<Fp, HarvestStep<KvmStates>>(gfns, count, 0, pages),
            (HarvesterKind.Vector128, _) => Vector128Harvester.Take<Fp, HarvestStep<KvmStates>>(addresses, count, 0, frames),
            (HarvesterKind.Avx2, RingDesign.Flagged) => Avx2Harvester.Take<Fp, HarvestStep<KvmStates>>(gfns, count, 0, pages),
            (HarvesterKind.Avx2, _) => Avx2Harvester.Take<Fp, HarvestStep<KvmStates>>(addresses, count, 0, frames),
            (_, RingDesign.Flagged) => Avx512Harvester.Take<Fp, HarvestStep<KvmStates>>(gfns, count, 0, pages),
            _ => Avx512Harvester.Take<Fp, HarvestStep<KvmStates>>(addresses, count, 0, frames),
        };
        for (int i = 0; i < harvested; i++)
        {
            DirtyPage page = _case.Design == RingDesign.Flagged ? pages[i] : new DirtyPage(0, (frames[i] >> DirtyPageAddress.FrameShift) - FirstFrame);
            Observe("harvested", page.Slot, page.Offset);
        }

        return harvested;
    }

    private int HarvestInPlace(IDirtyCollector handle, int wanted)
    {
        switch (handle)
        {
            case FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle collector:
                InPlaceHarvest<DirtyPageAddress> addresses = collector.HarvestInPlace(wanted);
                ReadInPlace(addresses.First);
                ReadInPlace(addresses.Second);
                addresses.Commit(addresses.Entries);
                return addresses.Entries;
            case IndexedRing<Fp>.CollectorHandle collector:
                return CommitPages(collector.HarvestInPlace(wanted));
            default:
                return CommitPages(((FlaggedRing<Fp, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle)handle).HarvestInPlace(wanted));
        }
    }

    private int CommitPages(InPlaceHarvest<DirtyPage> view)
    {
        ReadInPlace(view.First);
        ReadInPlace(view.Second);
        view.Commit(view.Entries);
        return view.Entries;
    }

    // The caller's own plain loads from the spans: here they go through the door, to be seen.
    private void ReadInPlace<TItem>(ReadOnlySpan<TItem> entries)
        where TItem : unmanaged
    {
        TItem* first = (TItem*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(entries));
        for (int i = 0; i < entries.Length; i++)
        {
            uint slot = 0;
            ulong offset;
            if (sizeof(TItem) == DirtyPageAddress.Bytes)
            {
                offset = (Fp.ReadPlain((ulong*)(first + i)) >> DirtyPageAddress.FrameShift) - FirstFrame;
            }
            else
            {
                slot = Fp.ReadPlain((uint*)(first + i) + 1);
                offset = Fp.ReadPlain((ulong*)(first + i) + 1);
            }

            Observe("harvested", slot, offset);
            ulong page = PageNumber(slot, offset);
            if (page < (ulong)TotalPages)
                Fp.WritePlain(_collected + (32 * page), 1);
        }
    }

    private Action Resetter()
    {
        IDirtyResetter handle = _case.Design switch
        {
            RingDesign.FlaggedPages => new FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.ResetterHandle(_memory, _slots),
            RingDesign.Indexed => new IndexedRing<Fp>.ResetterHandle(_memory, null),
            _ => new FlaggedRing<Fp, GfnEntry<KvmStates>, DirtyPage>.ResetterHandle(_memory, null),
        };
        return () =>
        {
            Sink sink = new(this);
            int wanted = _case.ResetsOf(TotalPages);
            int failures = _case.Failures;
            for (int done = 0; done < wanted;)
            {
                Model.Attempt();
                int reset = handle.Reset(ref sink, wanted - done).Entries;
                Model.Assume(reset > 0 || failures-- > 0);
                done += reset;
            }
        };
    }

    private static void Sleep(IWaitCondition condition, uint* waits) =>
        Waiter.Sleep<Fp>(condition, waits, new Waiter.Deadline(Timeout.InfiniteTimeSpan), CancellationToken.None);

    private void Observe(string what, uint slot, ulong offset)
    {
        ulong page = PageNumber(slot, offset);
        Model.Note(what, page);
        if (page >= (ulong)TotalPages)
            return;
        if (_case.Data)
            Model.Note("data", Fp.ReadPlain(_data + (32 * page)));
        if (_case.Collecting == Collecting.InPlace && what == "reset")
            Model.Note("collected", Fp.ReadPlain(_collected + (32 * page)));
    }

    private void Rearm(uint slot, ulong offset)
    {
        Observe("reset", slot, offset);
        ulong page = PageNumber(slot, offset);
        if (_case.Rearms && page < (ulong)TotalPages)
            Fp.WritePlain(_rearmed + (32 * page), 1);
    }

    private readonly struct Sink(RingProgram ring) : IResetSink
    {
        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                if ((mask >> bit & 1) != 0)
                    ring.Rearm(slot, offset + (uint)bit);
            }
        }
    }
}
