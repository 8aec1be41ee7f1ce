using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>The cases of <see cref="RingTests"/> that are about the packed ring: the wrap counter turns within the run.</summary>
[Trait("Category", "Model")]
[Trait("Category", "Packed")]
public sealed class PackedRingTests(ITestOutputHelper output)
{
    public static TheoryData<RingCase> Explored() => [.. RingTests.Explored(isPacked: true)];

    public static TheoryData<RingCase> Searched() => [.. RingTests.Searched(isPacked: true)];

    [Theory]
    [MemberData(nameof(Explored))]
    public void Every_execution_is_right(RingCase ringCase) => RingTests.Explore(ringCase, output);

    [Theory]
    [MemberData(nameof(Searched))]
    public void Executions_at_random_are_right(RingCase ringCase) => RingTests.Search(ringCase, output);
}
