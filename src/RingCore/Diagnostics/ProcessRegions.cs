using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/// <summary>The mapped regions of a process, put together by the number that the regions of one ring carry.</summary>
internal sealed unsafe class ProcessRegions : IDisposable
{
    private readonly int _process;
    private readonly List<(int Descriptor, SharedRegion Region, Guid Ring)> _told = [];
    private readonly List<(int Descriptor, SharedRegion Region, Guid Ring)> _answered = [];
    private readonly List<(int Descriptor, SharedRegion Region, Guid Ring)> _private = [];

    internal ProcessRegions(int process)
    {
        _process = process;
        string? remark = ProcessRegion.List(process, [RegionNames.Told, RegionNames.Answered, RegionNames.Private], out IReadOnlyList<ProcessRegion> found);
        if (remark is not null)
            Remarks.Add(remark);
        foreach (ProcessRegion region in found)
            Add(region);
    }

    internal List<string> Remarks { get; } = [];

    /// <summary>Looks at each ring once.</summary>
    internal ImmutableArray<RingReport> Look()
    {
        List<RingReport> reports = [];
        HashSet<Guid> seen = [Guid.Empty];
        foreach ((int descriptor, SharedRegion told, Guid ring) in _told)
        {
            if (ring != Guid.Empty && !seen.Add(ring))
                continue; // another descriptor of the same ring
            var answered = Find(_answered, ring);
            var own = Find(_private, ring);
            string source = $"process {_process}, descriptors {descriptor} told"
                + $"{(answered.Region is null ? "" : $", {answered.Descriptor} answered")}{(own.Region is null ? "" : $", {own.Descriptor} private")}";
            reports.Add(RingLook.At(source, told, answered.Region, own.Region));
        }

        foreach ((int descriptor, _, _) in _answered.Where(region => !seen.Contains(region.Ring) || region.Ring == Guid.Empty))
            Remarks.Add($"Descriptor {descriptor} is an answered region, and no told region is its ring's.");
        return [.. reports];
    }

    public void Dispose()
    {
        foreach ((_, SharedRegion region, _) in _told.Concat(_answered).Concat(_private))
            region.Dispose();
    }

    private static (int Descriptor, SharedRegion? Region) Find(List<(int Descriptor, SharedRegion Region, Guid Ring)> regions, Guid ring)
    {
        foreach ((int descriptor, SharedRegion region, Guid its) in regions)
        {
            if (its == ring && ring != Guid.Empty)
                return (descriptor, region);
        }

        return (-1, null);
    }

    private void Add(ProcessRegion found)
    {
        SafeFileHandle? file = found.TryOpen();
        if (file is null)
        {
            Remarks.Add($"Descriptor {found.Descriptor} ({found.Name}) cannot be opened: it is closed, or the kernel refuses.");
            return;
        }

        SharedOpenStatus status = SharedRegion.Open(file, RegionSeals.Shrink, 0, RegionAccess.ReadOnly, out SharedRegion? region);
        if (region is null)
        {
            file.Dispose();
            Remarks.Add($"Descriptor {found.Descriptor}: {RingSentences.Unmapped(found.Name, status)}");
            return;
        }

        // Every region has a page at least, so that the words are there, whatever they hold.
        ulong* start = (ulong*)region.Start;
        if (found.Name == RegionNames.Told)
            _told.Add((found.Descriptor, region, Ring(&((ToldWords*)start)->Header.NonceLow, &((ToldWords*)start)->Header.NonceHigh)));
        else if (found.Name == RegionNames.Answered)
            _answered.Add((found.Descriptor, region, Ring(&((AnsweredWords*)start)->NonceLow, &((AnsweredWords*)start)->NonceHigh)));
        else
            _private.Add((found.Descriptor, region, Ring(&((PrivateWords*)start)->NonceLow, &((PrivateWords*)start)->NonceHigh)));
    }

    private static Guid Ring(ulong* low, ulong* high) => SharedRingForm.Whole(Fence.ReadOnce(low), Fence.ReadOnce(high));
}
