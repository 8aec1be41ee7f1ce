using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

public partial class VmRing<TFence>
{
    /// <summary>A producer that any number of threads may use at once; to be disposed when none does.</summary>
    public sealed unsafe class SharedProducer : RingHandle, IDirtyProducer, IWaitCondition
    {
        private readonly KvmDirtyGfn* _entries;
        private readonly uint* _avail;
        private readonly uint* _reset;
        private readonly uint* _collectorWaits;
        private readonly uint _mask;
        private readonly uint _softLimit;

        // The soft limit, or 0 while somebody listens to a time of soft full: pushes then look whether it is over. A hint that the threads write plainly.
        private uint _lookFrom;

        private SharedTally _refused;

        internal SharedProducer(RingMemory memory)
            : base(memory)
        {
            _entries = (KvmDirtyGfn*)memory.Entries;
            _avail = memory.Words.Avail;
            _reset = memory.Words.Reset;
            _collectorWaits = memory.Words.CollectorWaits;
            _mask = memory.Geometry.Mask;
            _softLimit = _lookFrom = (uint)memory.Geometry.SoftLimitEntries;
        }

        /// <summary>0 once the ring's memory is gone: this producer has no cursor of its own.</summary>
        internal override ulong Position
        {
            get
            {
                if (!Memory.TryHold())
                    return 0;
                ulong position = CoherentFencePoints.ReadOnce(_avail);
                RingMemory.LetGo();
                return position;
            }
        }

        private protected override string LookText => IsDisposed ? "shared producer, disposed" : "shared producer";

        /// <inheritdoc/>
        public PushStatus Push(DirtyPage page)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            if (!TryClaim(out uint index, out uint used))
                return Refuse(index);
            _ = GfnEntry<KvmStates>.TryPublish<TFence>((byte*)(_entries + (index & _mask)), page, 0, null);
            Waiter.WakeIfWaiting<TFence>(_collectorWaits);
            return used + 1 < _lookFrom ? PushStatus.Published : Judge(used + 1);
        }

        /// <summary>Publishes pages in order, as many as fit; other threads' pages may stand between them.</summary>
        public PushResult Push(ReadOnlySpan<DirtyPage> pages)
        {
            PushStatus status = IsDisposed ? PushStatus.HandleDisposed : PushStatus.Published;
            int pushed = 0;
            for (; pushed < pages.Length; pushed++)
            {
                status = Push(pages[pushed]);
                if (status > PushStatus.PublishedSoftFull)
                    break;
            }

            return new PushResult(status, pushed);
        }

        /// <inheritdoc/>
        public WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default) =>
            IsDisposed
                ? WaitStatus.HandleDisposed
                : RingTrace.Wait<TFence>(Memory, Side, this, Words.ProducerWaits, strategy, timeout, cancellation, Words.ProducerRequests);

        bool IWaitCondition.IsMet()
        {
            uint used = TFence.ReadOnce(_avail) - ReadReset(); // (V1) before (P2)
            return used < _softLimit || used > _mask + 1; // the latter: the index is older than the reset, so that much was free
        }

        internal override void AddTo(ref RingTotals totals)
        {
            totals.Design = RingDesigns.Vm;
            totals.Refused = (long)_refused.Count;
            // Its threads keep no count of what they publish: what the resetter has counted, and what the index is ahead of that.
            if (totals.Reset >= 0 && TryReadWord<TFence>(_avail, out uint avail))
                totals.Published = totals.Reset + Math.Max(0, (int)(avail - (uint)((ulong)totals.Reset + FirstPosition)));
        }

        private protected override void Retire()
        {
            if (RingTrace.EndsSoftFull<TFence>())
                RingTrace.NotSoftFull(Memory);
        }

        private PushStatus Refuse(uint index)
        {
            _refused.Add(1);
            if (RingTrace.IsOn)
                RingTrace.RefusedFull(Memory, index, (long)_refused.Count);
            return PushStatus.RefusedFull;
        }

        /// <summary>A push that may have reached the soft limit.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus Judge(uint used)
        {
            bool isSoftFull = used >= _softLimit;
            if (isSoftFull && RingTrace.WantsSoftFull<TFence>())
                RingTrace.SoftFull(Memory, used);
            bool isWatched = RingTrace.EndsSoftFull<TFence>();
            _lookFrom = isSoftFull && isWatched ? 0 : _softLimit;
            if (isWatched && !isSoftFull)
                RingTrace.NotSoftFull(Memory);
            return isSoftFull ? PushStatus.PublishedSoftFull : PushStatus.Published;
        }

        private bool TryClaim(out uint index, out uint used)
        {
            index = TFence.ReadOnce(_avail); // (V1) needs no order, see VmRing
            while (true)
            {
                used = index - ReadReset();
                if (used == _mask + 1)
                    return false;
                if (used > _mask + 1)
                {
                    index = TFence.ReadOnce(_avail); // (V1) needs no order, see VmRing
                    continue;
                }

                uint seen = TFence.CompareExchange(_avail, index + 1, index); // (V2) pairs with (V1) and (V2), the other producers
                if (seen == index)
                    return true;
                index = seen;
            }
        }

        private uint ReadReset()
        {
            TFence.FlushBeforeRead(_reset, sizeof(uint));
            return TFence.LoadAcquire(_reset); // (P2) pairs with (R2), Resetter
        }
    }
}
