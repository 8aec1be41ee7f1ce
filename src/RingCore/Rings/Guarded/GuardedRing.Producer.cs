using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class GuardedRing<TFence>
{
    /// <summary>The producer of a guarded ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : RingProducer<TFence>, IDirtyProducer
    {
        private readonly byte* _entries;
        private readonly DirtyPage* _shadow;
        private readonly ulong* _begun;
        private readonly ulong* _published;

        internal ProducerHandle(RingMemory memory, GuardedJournal journal)
            : base(memory, byLaps: true)
        {
            _entries = memory.Entries;
            _shadow = journal.Shadow;
            _begun = journal.Begun;
            _published = journal.Published;
        }

        private protected override string Design => RingDesigns.Guarded;

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

        /// <inheritdoc/>
        public PushResult Push(ReadOnlySpan<DirtyPage> pages)
        {
            Enter();
            PushStatus status = IsDisposed ? PushStatus.HandleDisposed : PushStatus.Published;
            int pushed = 0;
            while (pushed < pages.Length && status <= PushStatus.PublishedSoftFull)
            {
                int run = (int)Math.Min(Cursor.Limit - Cursor.Published, (uint)(pages.Length - pushed));
                if (run > 0)
                    Publish(pages.Slice(pushed, run));
                status = run > 0 ? PushStatus.Published : PushAtLimit(pages[pushed]);
                pushed += run > 0 ? run : status <= PushStatus.PublishedSoftFull ? 1 : 0;
            }

            Leave();
            return new PushResult(status, pushed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(ulong position, DirtyPage page)
        {
            nuint offset = (nuint)((uint)position & Mask) * KvmDirtyGfn.Bytes;
            if (_shadow != null)
            {
                KvmDirtyGfn* shade = (KvmDirtyGfn*)((byte*)_shadow + offset);
                PlainEntries.Write<TFence>(shade, page);
                TFence.FlushAfterWrite(shade, KvmDirtyGfn.Bytes);
            }

            Begin(position + 1);
            _ = GfnEntry<KvmStates>.TryPublish<TFence>(_entries + offset, page, 0, null);
            End(position + 1);
            return PushStatus.Published;
        }

        /// <summary>Publishes pages below the limit, which all stand behind each other; a sleeping collector is woken once, after the last.</summary>
        private void Publish(ReadOnlySpan<DirtyPage> pages)
        {
            ulong end = Cursor.Published + (uint)pages.Length;
            nuint offset = (nuint)((uint)Cursor.Published & Mask) * KvmDirtyGfn.Bytes;
            for (int i = 0; i < pages.Length; i += CacheLine.Bytes / KvmDirtyGfn.Bytes)
                TFence.Prefetch(_entries + ((nuint)(((uint)Cursor.Published + (uint)i + (RingMemory.PrefetchBytes / KvmDirtyGfn.Bytes)) & Mask) * KvmDirtyGfn.Bytes));
            fixed (DirtyPage* start = pages)
            {
                if (_shadow != null)
                {
                    KvmDirtyGfn* shade = (KvmDirtyGfn*)((byte*)_shadow + offset);
                    PlainEntries.Write<TFence>(shade, start, pages.Length);
                    TFence.FlushAfterWrite(shade, (nuint)pages.Length * KvmDirtyGfn.Bytes);
                }

                Begin(end);
                _ = GfnEntry<KvmStates>.Publish<TFence>(_entries + offset, start, pages.Length, 0, null);
            }

            End(end);
        }

        /// <summary>From here on an entry before <paramref name="end"/> may hold something.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Begin(ulong end)
        {
            TFence.StoreRelease(_begun, end); // (J1) pairs with (J2), Resetter
            TFence.FlushAfterWrite(_begun, sizeof(ulong));
        }

        /// <summary>All entries before <paramref name="end"/> are published.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void End(ulong end)
        {
            TFence.StoreRelease(_published, end); // (J3) pairs with (J4), Resetter
            TFence.FlushAfterWrite(_published, sizeof(ulong));
            Cursor.Published = end;
            Waiter.WakeIfWaiting<TFence>(CollectorWaits);
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the handle's end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(DirtyPage page)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            uint used = RefreshUsed();
            if (used > Mask)
            {
                CountRefused();
                return PushStatus.RefusedFull;
            }

            PushStatus status = Publish(Cursor.Published, page);
            if (used + 1 < SoftLimit)
                return status;
            StayAtLimit(used + 1);
            return PushStatus.PublishedSoftFull;
        }
    }
}
