using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class IndexedRing<TFence>
{
    /// <summary>The producer of an indexed ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : RingProducer<TFence>, IDirtyProducer
    {
        private readonly KvmDirtyGfn* _entries;
        private readonly uint* _avail;

        internal ProducerHandle(RingMemory memory)
            : base(memory, byLaps: false)
        {
            _entries = (KvmDirtyGfn*)memory.Entries;
            _avail = memory.Words.Avail;
        }

        private protected override string Design => RingDesigns.Indexed;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            Enter();
            ulong position = Cursor.Published;
            PushStatus status = position != Cursor.Limit ? Publish(position, page) : PushAtLimit(page);
            Leave();
            return status;
        }

        /// <summary>Publishes pages in order, as many as fit, by one store of the index. Never blocks, never overwrites.</summary>
        public PushResult Push(ReadOnlySpan<DirtyPage> pages)
        {
            if (IsDisposed)
                return new PushResult(PushStatus.HandleDisposed, 0);
            Enter();
            ulong used = Cursor.Published - Cursor.ResetSeen;
            if (used + (uint)pages.Length >= SoftLimit)
                used = RefreshUsed();
            int pushed = (int)Math.Min((uint)pages.Length, Mask + 1 - used);
            if (pushed > 0)
                Publish(pages[..pushed]);
            PushStatus status = PushStatus.Published;
            if (used + (uint)pushed >= SoftLimit && !pages.IsEmpty)
            {
                status = PushStatus.PublishedSoftFull;
                StayAtLimit((uint)used + (uint)pushed);
            }

            if (pushed < pages.Length)
            {
                CountRefused();
                status = PushStatus.RefusedFull;
            }

            Leave();
            return new PushResult(status, pushed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(ulong position, DirtyPage page)
        {
            KvmDirtyGfn* entry = Entry(position);
            PlainEntries.Write<TFence>(entry, page);
            TFence.FlushAfterWrite(entry, KvmDirtyGfn.Bytes);
            Cursor.Published = position + 1;
            TFence.StoreRelease(_avail, (uint)position + 1); // (P1) pairs with (H1), Collector
            TFence.FlushAfterWrite(_avail, sizeof(uint));
            Waiter.WakeIfWaiting<TFence>(CollectorWaits);
            return PushStatus.Published;
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the handle's end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(DirtyPage page) => Push(new ReadOnlySpan<DirtyPage>(in page)).Status;

        private void Publish(ReadOnlySpan<DirtyPage> pages)
        {
            int first = (int)Math.Min((uint)pages.Length, Mask + 1 - ((uint)Cursor.Published & Mask));
            fixed (DirtyPage* start = pages)
            {
                PlainEntries.Write<TFence>(Entry(Cursor.Published), start, first);
                PlainEntries.Write<TFence>(_entries, start + first, pages.Length - first);
            }

            TFence.FlushAfterWrite(Entry(Cursor.Published), (nuint)first * KvmDirtyGfn.Bytes);
            TFence.FlushAfterWrite(_entries, (nuint)(pages.Length - first) * KvmDirtyGfn.Bytes);
            Cursor.Published += (uint)pages.Length;
            TFence.StoreRelease(_avail, (uint)Cursor.Published); // (P1) pairs with (H1), Collector
            TFence.FlushAfterWrite(_avail, sizeof(uint));
            Waiter.WakeIfWaiting<TFence>(CollectorWaits);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private KvmDirtyGfn* Entry(ulong position) => _entries + ((uint)position & Mask);
    }
}
