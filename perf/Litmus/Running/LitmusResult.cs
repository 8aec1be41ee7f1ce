using System.Collections.Generic;
using System.Linq;
using RingCore.Litmus.Catalog;

namespace RingCore.Litmus.Running;

/// <summary>How often a test ended how.</summary>
/// <param name="Test">The test.</param>
/// <param name="Counts">For each of its outcomes.</param>
/// <param name="Impossible">Instances with a value that nobody stored.</param>
internal sealed record LitmusResult(LitmusTest Test, IReadOnlyList<long> Counts, long Impossible)
{
    /// <summary>Instances run.</summary>
    internal long Total => Counts.Sum() + Impossible;

    /// <summary>How often the weak outcome was seen.</summary>
    internal long Weak => Test.Outcomes.Zip(Counts).Where(static pair => pair.First.IsWeak).Sum(static pair => pair.Second);

    /// <summary>Instances that ended as they must not.</summary>
    internal long Forbidden(Architecture architecture) =>
        Impossible + Test.Outcomes.Zip(Counts).Where(pair => !Test.Allows(pair.First, architecture)).Sum(static pair => pair.Second);
}
