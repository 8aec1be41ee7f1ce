using System;
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
            : base(memory)
        {
            _entries = (KvmDirtyGfn*)memory.Entries;
            _avail = memory.Avail;
        }

        /// <inheritdoc/>
        public PushStatus Push(DirtyPage page) => Push(new ReadOnlySpan<DirtyPage>(in page)).Status;

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
            PushStatus status = used + (uint)pushed < SoftLimit || pages.IsEmpty ? PushStatus.Published : PushStatus.PublishedSoftFull;
            if (pushed < pages.Length)
            {
                Cursor.Refused++;
                status = PushStatus.RefusedFull;
            }

            Leave();
            return new PushResult(status, pushed);
        }

        private void Publish(ReadOnlySpan<DirtyPage> pages)
        {
            for (int i = 0; i < pages.Length; i++)
                GfnEntry.WritePage<TFence>(Entry(Cursor.Published + (uint)i), pages[i]);
            int first = (int)Math.Min((uint)pages.Length, Mask + 1 - ((uint)Cursor.Published & Mask));
            TFence.FlushAfterWrite(Entry(Cursor.Published), (nuint)first * KvmDirtyGfn.Bytes);
            TFence.FlushAfterWrite(_entries, (nuint)(pages.Length - first) * KvmDirtyGfn.Bytes);
            Cursor.Published += (uint)pages.Length;
            TFence.StoreRelease(_avail, (uint)Cursor.Published); // (P1) pairs with (H1), Collector
            TFence.FlushAfterWrite(_avail, sizeof(uint));
            Waiter.WakeIfWaiting<TFence>(&Control->CollectorWaits);
        }

        private KvmDirtyGfn* Entry(ulong position) => _entries + ((uint)position & Mask);
    }
}
