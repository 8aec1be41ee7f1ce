using System;

namespace RingCore;

/// <summary>The regions under a ring's handles, let go of together.</summary>
internal sealed class RegionUses(params ReadOnlySpan<SharedRegion> regions) : IDisposable
{
    private readonly IDisposable[] _uses = UseAll(regions);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable use in _uses)
            use.Dispose();
    }

    private static IDisposable[] UseAll(ReadOnlySpan<SharedRegion> regions)
    {
        IDisposable[] uses = new IDisposable[regions.Length];
        for (int i = 0; i < uses.Length; i++)
            uses[i] = regions[i].Use();
        return uses;
    }
}
