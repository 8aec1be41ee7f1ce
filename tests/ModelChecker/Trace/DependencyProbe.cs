using System;
using System.Collections.Generic;
using System.Numerics;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// Finds out what writes depend on by running the code again with other values read: a write that happens all the same, to the same
/// place and with the same value, does not depend on the read. Values pass through plain C# and cannot be followed; this needs no help.
/// </summary>
/// <remarks>
/// The values tried are a fixed sample. A dependency that shows for none of them is missed, which makes the model weaker, never stronger.
/// Reads that only together decide a write (<c>a | b</c>) count as dependencies, each of them.
/// </remarks>
internal sealed class DependencyProbe(SimulatedThread source, SharedMemory memory, MemoryModel model, Weakening? weakening)
{
    /// <summary>Sets what writes of a path depend on.</summary>
    /// <param name="path">The path.</param>
    /// <param name="writes">Their indices, ascending.</param>
    /// <param name="candidates">For each of them, the reads that nothing else orders before it.</param>
    public void Find(TraceNode[] path, ReadOnlySpan<int> writes, ReadOnlySpan<ulong> candidates)
    {
        Span<ulong> independent = stackalloc ulong[writes.Length];
        candidates.CopyTo(independent);
        ulong reads = 0;
        foreach (ulong set in candidates)
            reads |= set;
        for (; reads != 0; reads &= reads - 1)
            Probe(path, writes, candidates, reads & (~reads + 1), independent);
        ProbeTogether(path, writes, independent);
        for (int i = 0; i < writes.Length; i++)
            path[writes[i]].OrderedAfter |= candidates[i] & ~independent[i];
    }

    // Alters one read, for all writes that it may decide.
    private void Probe(TraceNode[] path, ReadOnlySpan<int> writes, ReadOnlySpan<ulong> candidates, ulong read, Span<ulong> independent)
    {
        List<int> wanted = [];
        for (int i = 0; i < writes.Length; i++)
        {
            if ((candidates[i] & read) != 0)
                wanted.Add(writes[i]);
        }

        ProbeOutcome[] worst = Worst(path, wanted, read);
        for (int i = 0; i < writes.Length; i++)
        {
            int place = wanted.IndexOf(writes[i]);
            if (place < 0 || worst[place] == ProbeOutcome.Same)
                continue;
            independent[i] &= ~read;
            if (worst[place] == ProbeOutcome.OtherValue)
                path[writes[i]].ValueDependsOn |= read;
        }
    }

    // Alters at once all reads that a write does not depend on one by one; writes that agree on them share the runs.
    private void ProbeTogether(TraceNode[] path, ReadOnlySpan<int> writes, Span<ulong> independent)
    {
        for (int i = 0; i < writes.Length;)
        {
            ulong altered = independent[i];
            List<int> wanted = [writes[i]];
            int next = i + 1;
            for (; next < writes.Length && (altered & ~independent[next]) == 0 && (independent[next] & ~altered & Below(writes[next - 1])) == 0; next++)
            {
                altered |= independent[next];
                wanted.Add(writes[next]);
            }

            if (BitOperations.PopCount(altered) > 1)
            {
                ProbeOutcome[] worst = Worst(path, wanted, altered);
                for (int place = 0; place < wanted.Count; place++)
                {
                    if (worst[place] == ProbeOutcome.OtherValue)
                        path[wanted[place]].ValueDependsOn |= independent[i + place];
                    if (worst[place] != ProbeOutcome.Same)
                        independent[i + place] = 0;
                }
            }

            i = next;
        }
    }

    private static ulong Below(int index) => (1UL << index) - 1;

    private ProbeOutcome[] Worst(TraceNode[] path, List<int> wanted, ulong altered)
    {
        ProbeOutcome[] worst = new ProbeOutcome[wanted.Count];
        for (int sample = 0; sample < ProbeRun.Samples; sample++)
        {
            ProbeRun run = new(path, wanted, altered, sample, memory, model, weakening);
            if (!run.AltersAnything)
                continue;
            Run(run);
            for (int i = 0; i < worst.Length; i++)
            {
                if (run.Outcomes[i] > worst[i])
                    worst[i] = run.Outcomes[i];
            }
        }

        return worst;
    }

    private void Run(ProbeRun run)
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
    }
}
