using System;

namespace RingCore.Tracking;

/// <summary>
/// A source that finds written pages by looking, once per round, instead of being told. It <b>re-arms what it reports as it reports
/// it</b>: a write after the report is found by the next scan. So there is nothing left for a ring's reset to re-arm (<see
/// cref="BookkeepingReset"/>), and no writer to throttle. Under the collector's lock.
/// </summary>
internal abstract class ScanSource : IDisposable
{
    /// <summary>Reports every page written since it was last reported, or since the source was made.</summary>
    /// <param name="report">Takes runs of pages: first frame number, number of pages.</param>
    /// <returns>False where the scan failed: any page may have been written, and none may be reported again.</returns>
    internal abstract bool Scan(IScanReport report);

    /// <inheritdoc/>
    public abstract void Dispose();
}
