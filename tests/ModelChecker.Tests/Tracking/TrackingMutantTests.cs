using System.Linq;
using RingCore.ModelChecker.Tests.Mutants;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>Each ordered access of the tracker is weakened in turn; the cases that all pass without that (<see cref="TrackingTests"/>) must fail with it.</summary>
[Trait("Category", "Model")]
public sealed class TrackingMutantTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.Tracking);
        Assert.DoesNotContain(OrderedAccess.Tracking, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.OfTracker)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.OfTracker.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.OfTracker.Count} orderings necessary");
        Assert.Empty(Necessity.OfTracker.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() => DocumentedTable.Check("the tracker", Necessity.Table(Necessity.OfTracker));
}
