namespace RingCore.Benchmarks.RingSize;

/// <summary>When and how a neighbour's collector harvests.</summary>
internal enum HarvestAccess
{
    /// <summary>Before the loop's lines are brought near: the loop is undisturbed.</summary>
    BeforeTheLoop,

    /// <summary>Between two passes of the loop, by ordinary loads and stores.</summary>
    Ordinary,

    /// <summary>The same, each batch's lines asked for by <c>prefetchnta</c> first.</summary>
    NonTemporal,
}
