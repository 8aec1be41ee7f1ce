using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>
    /// Pushes one after the other with the producer's cursor in registers. Each page is published by its own push, as by the handle; what a burst saves is
    /// the cursor's way through memory: a store per push that waits in the store buffer behind those to lines that the collector still
    /// has, and a load that waits for it. Between the cores of an Emerald Rapids Xeon that is 2 to 3 times as many pages.
    /// </summary>
    /// <remarks>
    /// On the handle's thread, which meanwhile uses the handle for nothing else: it refuses. <see cref="Dispose"/> ends the burst. Within a <c>using</c>
    /// statement the JIT keeps a copy of the burst on the stack for the exception that may come, a store per push again: a loop that
    /// cannot throw calls <see cref="Dispose"/> itself.
    /// </remarks>
    public unsafe ref struct PushBurst : IPushBurst
    {
        private readonly ProducerHandle? _producer;
        private byte* _next;

        internal PushBurst(ProducerHandle producer)
        {
            _producer = producer;
            _next = producer.LendCursor();
        }

        /// <inheritdoc cref="IDirtyProducer.Push(DirtyPage)"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            // Limit and lap are loaded anew for each push: the loop around this has few registers, and what it spilled would be a store per push again.
            if (_producer is not { } producer)
                return PushStatus.HandleDisposed;
            if (_next == producer.BurstLimit)
            {
                PushStatus status = producer.PushAtLimit(_next, page);
                _next = producer.NextEntry;
                return status;
            }

            if (!TEntry.TryPublish<TFence>(_next, page, producer.Lap, producer.Slots))
                return PushStatus.RefusedOutOfRange;
            _next += TEntry.Bytes;
            producer.WakeIfWaiting();
            return PushStatus.Published;
        }

        /// <summary>Ends the burst. A second call does nothing.</summary>
        public void Dispose()
        {
            ProducerHandle? producer = _producer;
            byte* next = _next;
            this = default;
            producer?.TakeCursorBack(next);
        }
    }
}
