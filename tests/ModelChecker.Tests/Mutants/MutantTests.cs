using System.Linq;
using System.Runtime.Intrinsics;
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

    // Whole lines are published, (P1), only where the processor has vectors of 64 bytes: elsewhere nothing can be said of that access.
    private bool PublishesWholeLines
    {
        get
        {
            if (!Vector512.IsHardwareAccelerated)
                output.WriteLine("Not judged: this processor has no vectors of 64 bytes.");
            return Vector512.IsHardwareAccelerated;
        }
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        if (!PublishesWholeLines)
            return;
        foreach (Necessity necessity in Necessity.OfRings)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.OfRings.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.OfRings.Count} orderings necessary");
        Assert.Empty(Necessity.OfRings.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    public void The_table_in_the_documentation_is_current()
    {
        if (PublishesWholeLines)
            DocumentedTable.Check("the rings", Necessity.Table(Necessity.OfRings));
    }

    [Fact]
    [Trait("Category", "Packed")]
    public void Each_ordering_is_necessary_in_the_packed_ring()
    {
        if (!PublishesWholeLines)
            return;
        foreach (Necessity necessity in Necessity.OfPacked)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.OfPacked.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.OfPacked.Count} orderings necessary in the packed ring");
        Assert.Empty(Necessity.OfPacked.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    [Trait("Category", "Packed")]
    public void The_packed_rings_table_in_the_documentation_is_current()
    {
        if (PublishesWholeLines)
            DocumentedTable.Check("the packed ring", Necessity.Table(Necessity.OfPacked));
    }

    [Fact]
    public void The_x64_forms_of_the_rings_stand_on_their_axioms()
    {
        foreach (AxiomNeed need in AxiomNeed.All)
            output.WriteLine(need.ToString());
        Assert.DoesNotContain(AxiomNeed.All, need => need.Memory == MemoryModel.DotNet && need.FoundBy is null);
        foreach (MemoryModel memory in new[] { MemoryModel.X64WithUnorderedWide, MemoryModel.X64WithTornWide })
            Assert.Contains(AxiomNeed.All, need => need.Memory == memory && need.FoundBy is not null);
    }

    [Fact]
    public void The_table_of_axioms_in_the_documentation_is_current() => DocumentedTable.Check("the x64 axioms", AxiomNeed.Table);
}
