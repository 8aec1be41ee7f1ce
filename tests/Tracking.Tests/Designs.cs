using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>All ring designs and entry sizes, as theory data and as options.</summary>
public static class Designs
{
    public static TheoryData<RingDesign, int> All => new()
    {
        { RingDesign.Flagged, 16 },
        { RingDesign.Flagged, 8 },
        { RingDesign.Indexed, 16 },
        { RingDesign.Packed, 16 },
    };

    /// <summary>All designs with all sources that run here.</summary>
    public static TheoryData<RingDesign, int, SourceKind> WithSources
    {
        get
        {
            TheoryData<RingDesign, int, SourceKind> data = [];
            IEnumerable<SourceKind> sources = ProtectFactAttribute.Obstacle is null
                ? [SourceKind.Barrier, SourceKind.Protect, SourceKind.Compare]
                : [SourceKind.Barrier, SourceKind.Compare];
            foreach (SourceKind source in sources)
            {
                data.Add(RingDesign.Flagged, 16, source);
                data.Add(RingDesign.Flagged, 8, source);
                data.Add(RingDesign.Indexed, 16, source);
                data.Add(RingDesign.Packed, 16, source);
            }

            return data;
        }
    }

    public static List<ulong> Numbers(this ReadableRound round)
    {
        List<ulong> numbers = [];
        foreach (ulong gfn in round)
            numbers.Add(gfn);
        return numbers;
    }

    public static List<ulong> Numbers(this CollectedRound round)
    {
        List<ulong> numbers = [];
        foreach (ulong gfn in round)
            numbers.Add(gfn);
        return numbers;
    }

    /// <summary>Collects, resets, commits.</summary>
    public static List<ulong> TakeRound(this DirtyTracker tracker)
    {
        using ReadableRound round = tracker.Collect().Reset();
        List<ulong> numbers = round.Numbers();
        Assert.Equal(round.Pages, numbers.Count);
        Assert.True(numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second), "ascending");
        round.Commit();
        return numbers;
    }
}
