using System;
using System.Numerics;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// Finds out what a write depends on by running the code again with other values read: a write that happens all the same, to the same
/// place and with the same value, does not depend on the read. Values pass through plain C# and cannot be followed; this needs no help.
/// </summary>
/// <remarks>
/// The values tried are a fixed sample. A dependency that shows for none of them is missed, which makes the model weaker, never stronger.
/// Reads that only together decide a write (<c>a | b</c>) count as dependencies, each of them.
/// </remarks>
internal sealed class DependencyProbe(SimulatedThread source, SharedMemory memory, Weakening? weakening)
{
    public Dependencies Find(TraceNode[] path, int write, ulong candidates)
    {
        ulong any = 0;
        ulong byValue = 0;
        for (ulong rest = candidates; rest != 0; rest &= rest - 1)
        {
            ulong read = rest & (~rest + 1);
            switch (Probe(path, write, read))
            {
                case ProbeOutcome.OtherValue:
                    any |= read;
                    byValue |= read;
                    break;
                case ProbeOutcome.Absent:
                    any |= read;
                    break;
            }
        }

        ulong independent = candidates & ~any;
        if (BitOperations.PopCount(independent) > 1)
        {
            ProbeOutcome together = Probe(path, write, independent);
            if (together != ProbeOutcome.Same)
                any |= independent;
            if (together == ProbeOutcome.OtherValue)
                byValue |= independent;
        }

        return new Dependencies(any, byValue);
    }

    private ProbeOutcome Probe(TraceNode[] path, int write, ulong altered)
    {
        ProbeOutcome worst = ProbeOutcome.Same;
        for (int sample = 0; sample < ProbeRun.Samples; sample++)
        {
            ProbeRun run = new(path, write, altered, sample, memory, weakening);
            ProbeOutcome outcome = Run(run);
            if (outcome > worst)
                worst = outcome;
        }

        return worst;
    }

    private ProbeOutcome Run(ProbeRun run)
    {
        Action body = source.Prepare();
        AccessHandler.Current = run;
        try
        {
            body();
        }
        catch (RunStoppedException)
        {
        }
        catch (Exception)
        {
            // Values that no execution would return may well break the code. It ends here, as at any other end.
        }
        finally
        {
            AccessHandler.Current = null;
        }

        return run.Outcome;
    }
}
