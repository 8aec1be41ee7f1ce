using System;

namespace RingCore;

/// <summary>One use of a region, which keeps its memory mapped.</summary>
internal sealed class RegionUse(SharedRegion region) : IDisposable
{
    private SharedRegion? _region = region;

    /// <inheritdoc/>
    public void Dispose()
    {
        SharedRegion? region = _region;
        _region = null;
        region?.RemoveUser();
    }
}
