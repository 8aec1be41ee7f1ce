using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.AliasedCache;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>What the tests of this project share: they explore, print what they found, and judge it.</summary>
[Trait("Category", "Model")]
public abstract class AliasTests(ITestOutputHelper output)
{
    private protected Exploration AssertSafe(Scenario scenario, MemoryRules rules, Func<FlushPoint, bool>? without = null)
    {
        Exploration found = Explorer.Explore(scenario, rules, without);
        output.WriteLine(found.ToString());
        Assert.True(found.IsSafe, found + Environment.NewLine + found.Trace);
        return found;
    }

    private protected Exploration AssertBroken(Scenario scenario, MemoryRules rules, Func<FlushPoint, bool>? without = null)
    {
        Exploration found = Explorer.Explore(scenario, rules, without);
        output.WriteLine(found.ToString());
        output.WriteLine(found.Trace);
        Assert.NotNull(found.Failure);
        Assert.EndsWith(found.Failure, found.Trace.TrimEnd(), StringComparison.Ordinal);
        return found;
    }

    /// <summary>Leaves each flush point out alone: the ring breaks without any but those named, and stays safe without each of those.</summary>
    private protected void AssertEachNecessary(Scenario scenario, MemoryRules rules, params FlushPoint[] unnecessary)
    {
        IReadOnlySet<FlushPoint> points = AssertSafe(scenario, rules).FlushPoints;
        Assert.Subset(points.ToHashSet(), unnecessary.ToHashSet());
        foreach (FlushPoint point in points.OrderBy(point => point.ToString(), StringComparer.Ordinal))
        {
            output.WriteLine($"without {point}");
            if (unnecessary.Contains(point))
                AssertSafe(scenario, rules, left => left == point);
            else
                AssertBroken(scenario, rules, left => left == point);
        }

        output.WriteLine($"{points.Count - unnecessary.Length} of {points.Count} flush points necessary");
    }

    private protected static FlushPoint Before(Party party, string target, FlushPath path = FlushPath.Usual) =>
        new(party, nameof(IFencePoints.FlushBeforeRead), target, path);

    private protected static FlushPoint After(Party party, string target, FlushPath path = FlushPath.Usual) =>
        new(party, nameof(IFencePoints.FlushAfterWrite), target, path);
}
