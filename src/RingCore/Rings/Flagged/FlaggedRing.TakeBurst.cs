using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>
    /// Takes pages one after the other with the collector's cursor in registers, as <see cref="PushBurst"/> pushes them. Entries are handed over to the
    /// resetter a cache line at a time, and the rest by <see cref="Commit"/> or the end.
    /// </summary>
    /// <remarks>
    /// On the handle's thread, which meanwhile uses the handle for nothing else: it refuses. <see cref="Dispose"/> ends the burst. As for
    /// <c>using</c> statements see <see cref="PushBurst"/>.
    /// </remarks>
    public unsafe ref struct TakeBurst : ITakeBurst
    {
        private readonly CollectorHandle? _collector;
        private byte* _next;

        internal TakeBurst(CollectorHandle collector)
        {
            _collector = collector;
            _next = collector.LendCursor();
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryTake(out DirtyPage page)
        {
            if (_collector is not { } collector)
            {
                page = default;
                return false;
            }

            if (!TEntry.TryTake<TFence>(_next, collector.CurrentLap, collector.Slots, out page, out bool inRange))
                return false;
            _next += TEntry.Bytes;
            if (collector.IsGroupEnd(_next) && !collector.TryEndLine(_next))
                _next = collector.EndGroup(_next);
            if (!TEntry.NeedsSlots || inRange)
                return true;
            collector.CountOutOfRange();
            page = default;
            return false;
        }

        /// <inheritdoc/>
        public HarvestTicket Commit()
        {
            if (_collector is not { } collector)
                return default;
            HarvestTicket ticket = collector.TakeCursorBack(_next);
            _next = collector.LendCursor();
            return ticket;
        }

        /// <summary>Hands over what has been taken and ends the burst. A second call does nothing.</summary>
        public void Dispose()
        {
            CollectorHandle? collector = _collector;
            byte* next = _next;
            this = default;
            collector?.TakeCursorBack(next);
        }
    }
}
