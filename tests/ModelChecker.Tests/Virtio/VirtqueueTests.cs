using System;
using System.Linq;
using RingCore.ModelChecker.Tests.Mutants;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Virtio;

/// <summary>The shipped packed virtqueue under both memories; and each of its orderings weakened in turn.</summary>
[Trait("Category", "Model")]
[Trait("Category", "Packed")]
public sealed class VirtqueueTests(ITestOutputHelper output)
{
    public static TheoryData<VirtqueueCase> Cases() => [.. VirtqueueCase.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_execution_is_right(VirtqueueCase virtqueueCase)
    {
        foreach (MemoryModel model in new[] { MemoryModel.DotNet, MemoryModel.X64 })
        {
            using ModelProgram program = virtqueueCase.Make();
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromMinutes(2) });
            output.WriteLine(result.ToString());
            Assert.True(result.Failure is null, $"{result}\n{result.Failure?.Table}\nreplay: {result.Failure?.Replay}");
            Assert.True(result.IsExhaustive, result.ToString());
            Assert.True(result.Executions > 0, "Nothing was explored.");
        }
    }

    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.Virtio);
        Assert.DoesNotContain(OrderedAccess.Virtio, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.OfVirtio)
            output.WriteLine(necessity.ToString());
        Assert.Empty(Necessity.OfVirtio.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    // Driver and device share the lines that ask and the lines that notify: each fence is needed in both directions, and on x86 too.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_fences_are_necessary_whoever_sleeps(bool x64)
    {
        OrderedAccess[] fences = [.. OrderedAccess.Virtio.Where(access => access.Access == "FullFence")];
        Assert.Equal(2, fences.Length);
        foreach (OrderedAccess fence in fences)
        {
            foreach (VirtqueueCase sleeping in VirtqueueCase.Sleeping)
            {
                using ModelProgram program = sleeping.Make();
                ExplorationOptions options = new() { Model = x64 ? MemoryModel.X64 : MemoryModel.DotNet, Weakening = fence.Mutant };
                ExplorationResult result = Explorer.Explore(program, options);
                output.WriteLine($"{fence}: {result}");
                Assert.True(result.Failure is not null, $"{fence} is not missed: {result}");
            }
        }
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() => DocumentedTable.Check("the virtqueue", Necessity.Table(Necessity.OfVirtio));
}
