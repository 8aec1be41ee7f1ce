using System.Diagnostics.Tracing;
using System.Threading;

namespace RingCore.Diagnostics;

internal sealed partial class RingEventSource
{
    private const int StateMilliseconds = 1000;

    private readonly Lock _gate = new();
    private Timer? _clock;

    /// <summary>A session starts, changes or ends.</summary>
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command == EventCommand.Disable)
        {
            // Another session may go on, and whether one does is known only after this call.
            lock (_gate)
                _clock?.Change(0, StateMilliseconds);
            return;
        }

        if (!IsEnabled())
            return;
        lock (_gate)
        {
            RingTrace.IsOn = true;
            _clock ??= new Timer(static source => ((RingEventSource)source!).Tick(), this, StateMilliseconds, StateMilliseconds);
        }

        WriteStates();
    }

    /// <summary>Tells of all rings, or stops where nobody listens any more.</summary>
    [NonEvent]
    private void Tick()
    {
        lock (_gate)
        {
            if (!IsEnabled())
            {
                RingTrace.IsOn = false;
                _clock?.Dispose();
                _clock = null;
                return;
            }
        }

        WriteStates();
    }

    [NonEvent]
    private void WriteStates()
    {
        if (!IsEnabled(EventLevel.Informational, Keywords.Rings))
            return;
        foreach (RingTotals ring in LiveRings.Read())
        {
            RingState(ring.Ring, ring.Published, ring.Harvested, ring.Reset, ring.Refused, ring.Used, ring.Size.Entries);
            WriteTypedState(ring);
        }
    }

    /// <summary>What of a ring's totals only typed rings have; nothing of others.</summary>
    [NonEvent]
    internal void WriteTypedState(in RingTotals ring)
    {
        if (ring.IsTyped)
            TypedRingState(ring.Ring, ring.Dropped, ring.Lost, ring.Skipped, ring.Withheld);
    }
}
