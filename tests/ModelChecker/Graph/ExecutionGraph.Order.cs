using System.Numerics;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

// The order in which the memory carries events out: kept transitively closed and free of cycles.
internal sealed partial class ExecutionGraph
{
    /// <summary>What the rules within its thread put before the next step of that thread, and what comes before that.</summary>
    public EventSet Ahead(TraceNode node)
    {
        EventSet direct = default;
        direct[node.Thread] = node.OrderedAfter;
        EventSet all = direct;
        while (direct.TryTake(out int d))
            all.Add(_before[d]);
        return all;
    }

    // Puts an event after some events and before others. False where that closes a cycle.
    private bool Connect(int e, EventSet incoming, in EventSet outgoing)
    {
        EventSet before = _before[e];
        while (incoming.TryTake(out int d))
        {
            before.Add(_before[d]);
            before.Add(d);
        }

        if (before.Contains(e) || before.Intersects(outgoing))
            return false;
        _before[e] = before;
        return Propagate(e, outgoing) && CloseProcessFences();
    }

    private bool Propagate(int e, in EventSet outgoing)
    {
        EventSet upToEvent = _before[e];
        upToEvent.Add(e);
        EventSet rest = _events;
        while (rest.TryTake(out int x))
        {
            ref EventSet before = ref _before[x];
            if (!outgoing.Contains(x) && !before.Contains(e) && !before.Intersects(outgoing))
                continue;
            before.Add(upToEvent);
            if (before.Contains(x))
                return false;
        }

        return true;
    }

    // A process-wide fence stands at one point of each thread: whatever is before it has everything earlier in its thread before it too.
    private bool CloseProcessFences()
    {
        if (_processFences.IsEmpty)
            return true;
        bool changed;
        do
        {
            changed = false;
            EventSet fences = _processFences;
            while (fences.TryTake(out int fence))
            {
                EventSet missing = default;
                for (int t = 0; t < Threads; t++)
                {
                    ulong known = _before[fence][t];
                    if (known != 0)
                        missing[t] = (ulong.MaxValue >> BitOperations.LeadingZeroCount(known)) & ~known;
                }

                if (missing.IsEmpty)
                    continue;
                changed = true;
                EventSet before = _before[fence];
                while (missing.TryTake(out int d))
                {
                    before.Add(_before[d]);
                    before.Add(d);
                }

                _before[fence] = before;
                if (before.Contains(fence) || !Propagate(fence, default))
                    return false;
            }
        }
        while (changed);

        return true;
    }
}
