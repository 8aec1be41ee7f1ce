using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.ModelChecker.Tests.Rings;

// The three parties, each with handles of its own for each run.
internal sealed unsafe partial class RingProgram<TFence, TStates>
{
    private Action Producer(int producer)
    {
        if (_case.Collecting == Collecting.Bursts && !_case.IsGuarded)
        {
            if (_case.Layout == RingLayout.Descriptors)
                return BurstProducer(new PackedRing<TFence>.ProducerHandle(_memory));
            return _case.Layout == RingLayout.Gfns
                ? BurstProducer(new FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.ProducerHandle(_memory, null))
                : BurstProducer(new FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.ProducerHandle(_memory, _slots));
        }

        IDirtyProducer handle = _case.Layout switch
        {
            _ when _case.IsGuarded => new GuardedRing<TFence>.ProducerHandle(_memory, _journal),
            RingLayout.Gfns => new FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.ProducerHandle(_memory, null),
            RingLayout.Addresses => new FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.ProducerHandle(_memory, _slots),
            RingLayout.Indices => new IndexedRing<TFence>.ProducerHandle(_memory),
            RingLayout.Descriptors => new PackedRing<TFence>.ProducerHandle(_memory),
            _ => new VmRing<TFence>.SharedProducer(_memory),
        };
        return () =>
        {
            int first = producer * _case.Pushes;
            int failures = _case.Failures;
            for (int done = 0; done < _case.Pushes;)
            {
                DirtyPage[] pages = [.. Enumerable.Range(first + done, Math.Min(_case.Batch, _case.Pushes - done)).Select(Page)];
                for (int i = 0; i < pages.Length && _case.Data; i++)
                    TFence.WritePlain(_data + (32 * (first + done + i)), 1);
                if (_case.ProducerSleeps)
                {
                    Sleep((IWaitCondition)handle, &_memory.Control->ProducerWaits, _case.Design == RingDesign.Vm ? &_memory.Control->ProducerRequests : null);
                    ObserveRearmed(done);
                }

                if (!_case.TriesOnce)
                    Model.Attempt();
                int pushed = pages.Length == 1 ? (handle.Push(pages[0]) <= PushStatus.PublishedSoftFull ? 1 : 0) : handle.Push(pages).Pushed;
                if (pushed == 0 && _case.TriesOnce)
                    return;
                Model.Assume(pushed > 0 || failures-- > 0);
                if (pushed > 0 && !_case.ProducerSleeps)
                    ObserveRearmed(done);
                done += pushed;
            }
        };
    }

    private Action BurstProducer<TBurst>(IBurstProducer<TBurst> handle)
        where TBurst : IPushBurst, allows ref struct => () =>
        {
            TBurst burst = handle.OpenBurst();
            for (int done = 0; done < _case.Pushes; done++)
            {
                if (_case.Data)
                    TFence.WritePlain(_data + (32 * done), 1);
                Model.Attempt();
                Model.Assume(burst.Push(Page(done)) <= PushStatus.PublishedSoftFull);
                ObserveRearmed(done);
            }
        };

    private Action BurstCollector<TBurst>(IBurstCollector<TBurst> handle)
        where TBurst : ITakeBurst, allows ref struct => () =>
        {
            TBurst burst = handle.OpenBurst();
            for (int done = 0; done < TotalPages; done++)
            {
                Model.Attempt();
                bool taken = burst.TryTake(out DirtyPage page);
                Model.Assume(taken);
                Observe("harvested", page.Slot, page.Offset);
                if ((done + 1) % _case.Batch == 0 || done + 1 == TotalPages)
                    burst.Commit();
            }
        };

    // A producer that has a place for a page knows that the page which had the place before has been reset.
    private void ObserveRearmed(int page)
    {
        if (_case.Rearms && page >= _case.Entries)
            Model.Note("rearmed", TFence.ReadPlain(_rearmed + (32 * (page - _case.Entries))));
    }

    private Action Collector() => _case.Layout switch
    {
        _ when _case.Collecting == Collecting.Blind => MarkBlindly,
        RingLayout.Gfns when _case.Collecting == Collecting.Bursts =>
            BurstCollector(new FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.CollectorHandle(_memory, null, ordered: true)),
        RingLayout.Addresses when _case.Collecting == Collecting.Bursts =>
            BurstCollector(new FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.CollectorHandle(_memory, _slots, ordered: true)),
        RingLayout.Addresses => Collector(new FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.CollectorHandle(_memory, _slots, ordered: true)),
        RingLayout.Indices => Collector(new IndexedRing<TFence>.CollectorHandle(
            _memory, _case.Design == RingDesign.IndexedMarks ? CollectorAccess.Marks : CollectorAccess.ReadOnly)),
        RingLayout.Descriptors when _case.Collecting == Collecting.Bursts => BurstCollector(new PackedRing<TFence>.CollectorHandle(_memory)),
        RingLayout.Descriptors => Collector(new PackedRing<TFence>.CollectorHandle(_memory)),
        _ => Collector(new FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.CollectorHandle(_memory, null, ordered: _case.Layout == RingLayout.Gfns)),
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
            int harvested = (_case.Harvester, _case.Collecting) switch
            {
                ({ } harvester, _) => Harvest(harvester, done, wanted),
                (_, Collecting.InPlace) => HarvestInPlace(handle, wanted),
                (_, Collecting.Items) => Take(handle, done),
                _ => Harvest(handle, wanted),
            };
            Model.Assume(harvested > 0 || failures-- > 0);
            done += harvested;
        }
    };

    private void MarkBlindly()
    {
        for (int i = 0; i < TotalPages; i++)
        {
            ulong position = _case.FirstPosition + (uint)i;
            TFence.WriteOnce((uint*)(_memory.Entries + ((position & _memory.Geometry.Mask) * KvmDirtyGfn.Bytes)), EntryState.Reset);
        }
    }

    private int Harvest(IDirtyCollector handle, int wanted)
    {
        DirtyPage[] pages = new DirtyPage[wanted];
        int harvested = handle.Harvest(pages).Entries;
        for (int i = 0; i < harvested; i++)
            Observe("harvested", pages[i].Slot, pages[i].Offset);
        return harvested;
    }

    // One page; a commit behind each batch.
    private int Take(IDirtyCollector handle, int done)
    {
        if (!handle.TryTake(out DirtyPage page))
            return 0;
        Observe("harvested", page.Slot, page.Offset);
        if ((done + 1) % _case.Batch == 0 || done + 1 == TotalPages)
            handle.Commit();
        return 1;
    }

    // What a handle does with more entries than a model can have: one call for each contiguous stretch.
    private int Harvest(HarvesterKind harvester, int done, int wanted)
    {
        DirtyPage* pages = stackalloc DirtyPage[wanted];
        int harvested = Step<HarvestStep<TStates>>(harvester, done, wanted, pages);
        for (int i = 0; i < harvested; i++)
            Observe("harvested", pages[i].Slot, pages[i].Offset);

        return harvested;
    }

    private int Step<TStep>(HarvesterKind harvester, int done, int wanted, DirtyPage* pages)
        where TStep : IEntryStep
    {
        ulong position = _case.FirstPosition + (uint)done;
        int index = PlaceOf(done);
        uint lap = _case.Layout == RingLayout.Descriptors ? (uint)(done / _case.Entries) : (uint)position >> BitOperations.Log2((uint)_case.Entries);
        int count = Math.Min(wanted, _case.Entries - index);
        PackedDescriptor* descriptors = (PackedDescriptor*)_memory.Entries + index;
        KvmDirtyGfn* gfns = (KvmDirtyGfn*)_memory.Entries + index;
        DirtyPageAddress* words = (DirtyPageAddress*)_memory.Entries + index;
        ulong* addresses = stackalloc ulong[count];
        int taken = (harvester, _case.Layout) switch
        {
            (HarvesterKind.Avx512, RingLayout.Descriptors) => PackedBlocks.TakeWide<TFence, TStep>(descriptors, count, lap, pages),
            (_, RingLayout.Descriptors) => PackedBlocks.TakeNarrow<TFence, TStep>(descriptors, count, lap, pages),
            (HarvesterKind.Vector128, RingLayout.Gfns) => Vector128Harvester.Take<TFence, TStep>(gfns, count, lap, pages),
            (HarvesterKind.Vector128, _) => Vector128Harvester.Take<TFence, TStep>(words, count, lap, addresses),
            (HarvesterKind.Avx2, RingLayout.Gfns) => Avx2Harvester.Take<TFence, TStep>(gfns, count, lap, pages),
            (HarvesterKind.Avx2, _) => Avx2Harvester.Take<TFence, TStep>(words, count, lap, addresses),
            (_, RingLayout.Gfns) => Avx512Harvester.Take<TFence, TStep>(gfns, count, lap, pages),
            _ => Avx512Harvester.Take<TFence, TStep>(words, count, lap, addresses),
        };
        for (int i = 0; i < taken && _case.Layout == RingLayout.Addresses; i++)
            pages[i] = new DirtyPage(0, (addresses[i] >> DirtyPageAddress.FrameShift) - FirstFrame);
        return taken;
    }

    // A packed ring begins with its first entry wherever its counters start.
    private int PlaceOf(int done) =>
        _case.Layout == RingLayout.Descriptors ? done % _case.Entries : (int)((_case.FirstPosition + (uint)done) & _memory.Geometry.Mask);

    private int HarvestInPlace(IDirtyCollector handle, int wanted)
    {
        switch (handle)
        {
            case FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.CollectorHandle collector:
                InPlaceHarvest<DirtyPageAddress> addresses = collector.HarvestInPlace(wanted);
                ReadInPlace(addresses.First);
                ReadInPlace(addresses.Second);
                addresses.Commit(addresses.Entries);
                return addresses.Entries;
            case PackedRing<TFence>.CollectorHandle collector:
                InPlaceHarvest<PackedDescriptor> descriptors = collector.HarvestInPlace(wanted);
                ReadInPlace(descriptors.First);
                ReadInPlace(descriptors.Second);
                descriptors.Commit(descriptors.Entries);
                return descriptors.Entries;
            case IndexedRing<TFence>.CollectorHandle collector:
                return CommitPages(collector.HarvestInPlace(wanted));
            default:
                return CommitPages(((FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.CollectorHandle)handle).HarvestInPlace(wanted));
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
            if (typeof(TItem) == typeof(PackedDescriptor))
            {
                offset = TFence.ReadPlain((ulong*)(first + i));
                slot = TFence.ReadPlain((uint*)(first + i) + 2);
            }
            else if (sizeof(TItem) == DirtyPageAddress.Bytes)
            {
                offset = (TFence.ReadPlain((ulong*)(first + i)) >> DirtyPageAddress.FrameShift) - FirstFrame;
            }
            else
            {
                slot = TFence.ReadPlain((uint*)(first + i) + 1);
                offset = TFence.ReadPlain((ulong*)(first + i) + 1);
            }

            Observe("harvested", slot, offset);
            ulong page = PageNumber(slot, offset);
            if (page < (ulong)TotalPages)
                TFence.WritePlain(_collected + (32 * page), 1);
        }
    }

    private Action Resetter()
    {
        IDirtyResetter handle = _case.Layout switch
        {
            _ when _case.IsGuarded => new GuardedRing<TFence>.ResetterHandle(_memory, _journal, null),
            RingLayout.Addresses => new FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress>.ResetterHandle(_memory, _slots),
            RingLayout.Indices => new IndexedRing<TFence>.ResetterHandle(_memory, null),
            RingLayout.Descriptors => new PackedRing<TFence>.ResetterHandle(_memory, null),
            _ => new FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.ResetterHandle(_memory, null),
        };
        return () =>
        {
            Sink sink = new(this);
            int wanted = _case.ResetsOf(TotalPages);
            for (int tries = 0; tries < wanted && _case.TriesOnce; tries++)
                handle.Reset(ref sink);
            int failures = _case.Failures;
            for (int done = 0; done < wanted && !_case.TriesOnce;)
            {
                Model.Attempt();
                int reset = _case.BlockResets is { } harvester
                    ? Reset(harvester, done, Math.Min(_case.Batch, wanted - done))
                    : handle.Reset(ref sink, wanted - done).Entries;
                if (((RingResetter<TFence>)handle).PeerViolations is { Total: > 0 } violations)
                    Model.Note("accused", (ulong)violations.Last);
                Model.Assume(reset > 0 || failures-- > 0);
                done += reset;
            }
        };
    }

    // What a handle does with more entries than a model can have.
    private int Reset(HarvesterKind harvester, int done, int wanted)
    {
        DirtyPage* pages = stackalloc DirtyPage[wanted];
        int read = Step<ResetStep<TStates>>(harvester, done, wanted, pages);
        for (int i = 0; i < read; i++)
            Rearm(pages[i].Slot, pages[i].Offset);
        byte* entries = _memory.Entries + (PlaceOf(done) * _memory.Geometry.EntryBytes);
        if (TStates.ResetWrites && _case.Layout == RingLayout.Gfns)
            GfnEntry<TStates>.SetFree<TFence>(entries, read);
        else if (TStates.ResetWrites)
            PageAddressEntry<TStates>.SetFree<TFence>(entries, read);
        if (read > 0)
            TFence.StoreRelease(&_memory.Control->Reset, (uint)(_case.FirstPosition + (uint)(done + read)));
        return read;
    }

    private static void Sleep(IWaitCondition condition, uint* waits, uint* requests = null) =>
        Waiter.Sleep<TFence>(condition, waits, new Waiter.Deadline(Timeout.InfiniteTimeSpan), CancellationToken.None, requests);

    private void Observe(string what, uint slot, ulong offset)
    {
        ulong page = PageNumber(slot, offset);
        Model.Note(what, page);
        if (page >= (ulong)TotalPages)
            return;
        if (_case.Data)
            Model.Note("data", TFence.ReadPlain(_data + (32 * page)));
        if (_case.Collecting == Collecting.InPlace && what == "reset")
            Model.Note("collected", TFence.ReadPlain(_collected + (32 * page)));
    }

    private void Rearm(uint slot, ulong offset)
    {
        Observe("reset", slot, offset);
        ulong page = PageNumber(slot, offset);
        if (_case.Rearms && page < (ulong)TotalPages)
            TFence.WritePlain(_rearmed + (32 * page), 1);
    }

    private readonly struct Sink(RingProgram<TFence, TStates> ring) : IResetSink
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
