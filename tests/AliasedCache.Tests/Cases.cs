using RingCore.AliasedCache;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>What is explored: the shipped rings with two entries, none of them reserved; their 32-bit indices wrap during the run.</summary>
internal static class Cases
{
    private static readonly RingGeometry s_two = new(2, KvmDirtyGfn.Bytes, 0);

    /// <summary>Indexed, each index in a padded line.</summary>
    public static Scenario Indexed(int resets = 1) =>
        new LapScenario(() => new IndexedRing<SimulatedFencePoints>(s_two, firstPosition: uint.MaxValue), resets: resets);

    /// <summary>As <see cref="Indexed"/>, with a collector that marks.</summary>
    public static Scenario IndexedMarks(int resets = 1) => new LapScenario(
        () => new IndexedRing<SimulatedFencePoints>(s_two, firstPosition: uint.MaxValue, access: CollectorAccess.Marks), resets: resets);

    /// <summary>Indexed, both indices in one line.</summary>
    public static Scenario IndexedKvm() =>
        new LapScenario(() => new IndexedRing<SimulatedFencePoints>(s_two, indices: IndexLayout.Kvm, firstPosition: uint.MaxValue));

    /// <summary>Flagged, as shipped.</summary>
    public static Scenario Flagged(int resets = 1) => Flagged<GfnEntry<KvmStates>>(resets);

    /// <summary>Flagged, over other transitions.</summary>
    public static Scenario Flagged<TEntry>(int resets = 1)
        where TEntry : struct, IFlaggedEntry<DirtyPage>
        => new LapScenario(() => new FlaggedRing<SimulatedFencePoints, TEntry, DirtyPage>(s_two, firstPosition: uint.MaxValue), resets: resets);
}
