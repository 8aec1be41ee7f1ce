using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>
    /// Pushes one after the other with the producer's cursor in registers. Each page is published by its own push, as by the handle; what a burst saves is
    /// the cursor's way through memory: a store that waits in the store buffer behind those to lines that the collector still has, and a load
    /// that waits for it.
    /// </summary>
    /// <remarks>
    /// On the handle's thread, which meanwhile uses the handle for nothing else. <see cref="Dispose"/> ends it; until then the handle refuses to push.
    /// Within a <c>using</c> statement the JIT keeps a copy of the burst on the stack for the exception that may come, and half of
    /// the gain is lost: a loop that cannot throw calls <see cref="Dispose"/> itself.
    /// </remarks>
    public unsafe ref struct PushBurst
    {
        private readonly ProducerHandle? _producer;
        private readonly SlotTable? _slots;
        private byte* _next;
        private byte* _limit;
        private uint _lap;

        internal PushBurst(ProducerHandle producer, SlotTable? slots)
        {
            (_producer, _slots) = (producer, slots);
            producer.Resume(out _next, out _limit, out _lap);
        }

        /// <inheritdoc cref="IDirtyProducer.Push(DirtyPage)"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            if (_next == _limit)
                return PushAtLimit(page);
            if (!TEntry.TryPublish<TFence>(_next, page, _lap, _slots))
                return PushStatus.RefusedOutOfRange;
            _next += TEntry.Bytes;
            _producer!.WakeIfWaiting();
            return PushStatus.Published;
        }

        /// <summary>Ends the burst. A second call does nothing.</summary>
        public void Dispose()
        {
            ProducerHandle? producer = _producer;
            byte* next = _next;
            this = default;
            producer?.EndBurst(next);
        }

        // Inlined, so that nothing takes the burst's address.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus PushAtLimit(DirtyPage page)
        {
            if (_producer is not { } producer)
                return PushStatus.HandleDisposed;
            PushStatus status = producer.PushAtLimit(_next, page, out byte* next, out byte* limit, out uint lap);
            _next = next;
            _limit = limit;
            _lap = lap;
            return status;
        }
    }
}
