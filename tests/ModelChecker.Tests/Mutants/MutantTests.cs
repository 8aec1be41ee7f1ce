using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>Each ordered access of the rings is weakened in turn; the cases that all pass without that must fail with it.</summary>
[Trait("Category", "Model")]
public sealed class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.All);
        Assert.DoesNotContain(OrderedAccess.All, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.OfRings)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.OfRings.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.OfRings.Count} orderings necessary");
        Assert.Empty(Necessity.OfRings.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() => Necessity.CheckDocumented("the rings", Necessity.OfRings);
}
