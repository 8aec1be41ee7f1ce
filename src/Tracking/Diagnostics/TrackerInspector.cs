using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;
using Microsoft.Win32.SafeHandles;
using Fence = RingCore.SharedFencePoints;
using Words = RingCore.Tracking.TrackerRecord<RingCore.SharedFencePoints>;

namespace RingCore.Tracking;

/// <summary>
/// Looks into the private records of shared trackers from outside, read-only, live or after their process's death; as <see cref="RingInspector"/> does into rings.
/// </summary>
/// <remarks>Linux only. Any thread. A live tracker does not stop for the look: the numbers may be of different moments.</remarks>
public static unsafe class TrackerInspector
{
    internal const string RecordName = "ringcore-record";

    /// <summary>Looks at a record by its open file, which stays the caller's.</summary>
    /// <param name="record">The file.</param>
    public static TrackerReport Inspect(SafeFileHandle record)
    {
        ArgumentNullException.ThrowIfNull(record);
        const string Source = "by its open file";
        if (record.IsInvalid || record.IsClosed)
            return new TrackerReport { Source = Source, Refusal = "the file is closed" };
        return Look(Source, new ProcessRegion(Environment.ProcessId, (int)record.DangerousGetHandle(), RecordName));
    }

    /// <summary>Looks at every record that a process has open.</summary>
    /// <param name="process">The process.</param>
    /// <param name="remark">Null, or a sentence that says why the process's open files cannot be seen.</param>
    public static ImmutableArray<TrackerReport> InspectProcess(int process, out string? remark)
    {
        remark = ProcessRegion.List(process, [RecordName], out IReadOnlyList<ProcessRegion> found);
        ImmutableArray<TrackerReport>.Builder reports = ImmutableArray.CreateBuilder<TrackerReport>(found.Count);
        foreach (ProcessRegion region in found)
            reports.Add(Look($"process {process}, descriptor {region.Descriptor}", region));
        return reports.MoveToImmutable();
    }

    private static TrackerReport Look(string source, ProcessRegion found)
    {
        SafeFileHandle? file = found.TryOpen();
        if (file is null)
            return new TrackerReport { Source = source, Refusal = "the file is closed, or the kernel refuses it" };
        SharedOpenStatus status = SharedRegion.Open(file, RegionSeals.Shrink, 0, RegionAccess.ReadOnly, out SharedRegion? region);
        if (region is null)
        {
            file.Dispose();
            return new TrackerReport { Source = source, Refusal = $"it cannot be mapped: {status}" };
        }

        using (region)
            return Look(source, (ulong*)region.Start, region.Bytes);
    }

    /// <summary>Looks at mapped words, a page of them at least.</summary>
    private static TrackerReport Look(string source, ulong* words, long bytes)
    {
        if (Fence.ReadOnce(words + Words.MagicWord) != Words.Magic)
            return new TrackerReport { Source = source, Refusal = "no record: half made, or of another version" };
        ulong pages = Fence.ReadOnce(words + Words.PagesWord);
        if (pages == 0 || pages > (ulong)bytes * 8 || Words.BytesFor((long)pages) > bytes)
            return new TrackerReport { Source = source, Refusal = $"a record of {pages} pages does not fit into its {bytes} bytes" };
        return new TrackerReport
        {
            Source = source,
            Pages = (long)pages,
            Image = Fence.ReadOnce(words + Words.ImageWord),
            Round = Fence.ReadOnce(words + Words.RoundWord),
            IntentFirst = Fence.ReadOnce(words + Words.IntentWord),
            IntentPages = Fence.ReadOnce(words + Words.IntentPagesWord),
            Marked = Count(Words.Set(words, 0, (long)pages), (long)pages),
            OpenOrInFlight = Count(Words.Set(words, 1, (long)pages), (long)pages),
            InFlightOrOpen = Count(Words.Set(words, 2, (long)pages), (long)pages),
        };
    }

    /// <summary>
    /// Counts a set by its two lowest levels: words of which the upper one says nothing are not read, since reading would make the kernel allocate
    /// them; and an upper one that points beyond the set is not followed.
    /// </summary>
    private static long Count(ulong* set, long pages)
    {
        long leaves = (pages + 63) >> 6;
        if (leaves == 1)
            return BitOperations.PopCount(Fence.ReadOnce(set));
        long count = 0;
        for (long above = 0; above < (leaves + 63) >> 6; above++)
        {
            for (ulong left = Fence.ReadOnce(set + leaves + above); left != 0; left &= left - 1)
            {
                long leaf = (above << 6) + BitOperations.TrailingZeroCount(left);
                count += leaf < leaves ? BitOperations.PopCount(Fence.ReadOnce(set + leaf)) : 0;
            }
        }

        return count;
    }
}
