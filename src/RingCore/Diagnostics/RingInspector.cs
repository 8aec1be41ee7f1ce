using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace RingCore;

/// <summary>Looks into shared rings from outside: live ones of another process, and what is left of one whose process died.</summary>
/// <remarks>
/// Read-only: regions are mapped for reading alone, nothing of a ring is written, and no party waits for the look. Nothing that is read is believed: sizes are the
/// kernel's, and a header that says something else, or a ring that is half made, ended or torn, gives a sentence in the report and no exception. Any
/// thread. What a producer's side counts (violations, refused pushes) stands in its own memory and cannot be seen from here.
/// </remarks>
public static class RingInspector
{
    /// <summary>Entries of one ring that are looked at, from the resetter's index on: reading memory that was never written makes the kernel allocate it.</summary>
    public const int MaxEntriesLookedAt = 1 << 20;

    /// <summary>Looks at a ring by its open files, which stay the caller's.</summary>
    /// <param name="descriptors">The two that a collector has.</param>
    /// <param name="privateRegion">The third, which only the producer's side has; null for none.</param>
    public static RingReport Inspect(PeerDescriptors descriptors, SafeFileHandle? privateRegion = null)
    {
        const string Source = "by its open files";
        SharedOpenStatus status = Map(descriptors.Told, out SharedRegion? told);
        if (told is null)
            return Unmapped(Source, "told", status);
        using (told)
        {
            status = Map(descriptors.Answered, out SharedRegion? answered);
            if (answered is null)
                return RingLook.At(Source, told, null, null) with { Remarks = [RingSentences.Unmapped("answered", status)] };
            using (answered)
            {
                if (privateRegion is null || Map(privateRegion, out SharedRegion? own) != SharedOpenStatus.Opened)
                    return RingLook.At(Source, told, answered, null);
                using (own)
                    return RingLook.At(Source, told, answered, own);
            }
        }
    }

    /// <summary>Looks at a ring that stands in two files, which have no seals.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trustsPeer">That no process which can open the files will cut them off meanwhile: that would kill this process.</param>
    public static RingReport InspectFiles(string folder, bool trustsPeer)
    {
        SharedOpenStatus status = SharedRegion.OpenFile(
            SharedRingRegions.ToldPath(folder), 0, RegionAccess.ReadOnly, trustsPeer, out SharedRegion? told);
        if (told is null)
            return Unmapped(folder, "told", status);
        using (told)
        {
            status = SharedRegion.OpenFile(
                SharedRingRegions.AnsweredPath(folder), 0, RegionAccess.ReadOnly, trustsPeer, out SharedRegion? answered);
            if (answered is null)
                return RingLook.At(folder, told, null, null) with { Remarks = [RingSentences.Unmapped("answered", status)] };
            using (answered)
                return RingLook.At(folder, told, answered, null);
        }
    }

    /// <summary>
    /// Looks at every shared ring that a process has open, as producer's side or as collector. Linux only; the kernel shows the files of a process to its own
    /// user, and to whoever may trace it.
    /// </summary>
    /// <param name="process">The process.</param>
    public static ProcessReport InspectProcess(int process)
    {
        using ProcessRegions regions = new(process);
        ImmutableArray<RingReport> rings = regions.Look();
        return new ProcessReport(process, rings, [.. regions.Remarks]);
    }

    /// <summary>Maps for reading what cannot get smaller under its reader.</summary>
    internal static SharedOpenStatus Map(SafeFileHandle file, out SharedRegion? region) =>
        SharedRegion.Map(file, RegionSeals.Shrink, 0, RegionAccess.ReadOnly, out region);

    private static RingReport Unmapped(string source, string region, SharedOpenStatus status) =>
        new() { Source = source, Status = status, Reason = RingSentences.Unmapped(region, status) };
}
