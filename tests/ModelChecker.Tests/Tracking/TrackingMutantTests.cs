using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.ModelChecker.Tests.Mutants;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>
/// Each ordered access of the tracker is weakened in turn; the cases pass without that (<see cref="TrackingTests"/>), and one must fail with it.
/// </summary>
[Trait("Category", "Model")]
public sealed class TrackingMutantTests(ITestOutputHelper output)
{
    /// <summary>Letters whose mutants no case finds, and why. The list is exact: one that is found must leave it.</summary>
    private static readonly Dictionary<string, string> s_survivors = [];

    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.Tracking);
        Assert.DoesNotContain(OrderedAccess.Tracking, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        List<string> survivors = [];
        output.WriteLine("| letter | access | file | killed by | executions |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (OrderedAccess access in OrderedAccess.Tracking)
        {
            ExplorationResult? killer = TrackingCase.All
                .OrderBy(c => c.About != access.File)
                .Select(c => Explore(c, access))
                .FirstOrDefault(result => result.Failure is not null);
            if (killer is null)
                survivors.Add(access.Letter);
            string by = killer is null ? "**survives**" : $"{killer.Failure!.Message}: {killer.Program}";
            string executions = killer is null ? "" : (killer.Executions + killer.Blocked).ToString(CultureInfo.InvariantCulture);
            output.WriteLine($"| {access.Letter} | `{access.Access}` | `{access.File}` | {by} | {executions} |");
        }

        output.WriteLine($"{OrderedAccess.Tracking.Count - survivors.Count} of {OrderedAccess.Tracking.Count} orderings necessary");
        Assert.Equal(s_survivors.Keys.Order(StringComparer.Ordinal), survivors.Order(StringComparer.Ordinal));
    }

    private static ExplorationResult Explore(TrackingCase trackingCase, OrderedAccess access)
    {
        using TrackingProgram program = trackingCase.Program();
        return Explorer.Explore(program.Model, new ExplorationOptions { Weakening = access.Mutant });
    }
}
