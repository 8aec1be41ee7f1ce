using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class PackedRing<TFence>
{
    /// <summary>
    /// Pushes one after the other with the producer's cursor in registers, as <see cref="FlaggedRing{TFence,TEntry,TItem}.PushBurst"/> does, which says what that
    /// is good for, and what a <c>using</c> statement costs.
    /// </summary>
    /// <remarks>On the handle's thread, which meanwhile uses the handle for nothing else: it refuses. <see cref="Dispose"/> ends the burst.</remarks>
    public unsafe ref struct PushBurst : IPushBurst
    {
        private readonly ProducerHandle? _producer;
        private PackedDescriptor* _next;

        internal PushBurst(ProducerHandle producer)
        {
            _producer = producer;
            _next = producer.LendCursor();
        }

        /// <inheritdoc cref="IDirtyProducer.Push(DirtyPage)"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            // Limit and state are loaded anew for each push: see FlaggedRing's burst.
            if (_producer is not { } producer)
                return PushStatus.HandleDisposed;
            if (_next == producer.BurstLimit)
            {
                PushStatus status = producer.PushAtLimit(_next, page);
                _next = producer.NextEntry;
                return status;
            }

            PackedEntry.PublishAs<TFence>(_next++, page, producer.BurstState);
            producer.WakeIfWaiting();
            return PushStatus.Published;
        }

        /// <summary>Ends the burst. A second call does nothing.</summary>
        public void Dispose()
        {
            ProducerHandle? producer = _producer;
            PackedDescriptor* next = _next;
            this = default;
            producer?.TakeCursorBack(next);
        }
    }
}
