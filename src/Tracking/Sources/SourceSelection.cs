using RingCore.Tracking.Linux;

namespace RingCore.Tracking;

/// <summary>Which source a tracker runs on, and why.</summary>
internal static class SourceSelection
{
    /// <summary>Starts the source that is asked for, or the first that runs here.</summary>
    /// <returns>The choice, and its scan; null where the host marks.</returns>
    /// <exception cref="SourceUnavailableException">A source that is asked for by name cannot run here.</exception>
    internal static (SourceChoice Choice, ScanSource? Scan) Choose(SourceKind kind, TrackedMemory memory, Kernel kernel)
    {
        switch (kind)
        {
            case SourceKind.Barrier:
                return (new SourceChoice(kind, "Asked for by name: the host marks what it writes."), null);
            case SourceKind.Compare:
                SourceChoice compare = new(kind, "Asked for by name: every page is compared with a copy at each round.");
                return (compare, new CompareSource(memory));
            default:
                ProtectSource? protect = ProtectSource.TryStart(memory, kernel, out string reason);
                if (protect is not null)
                    return (new SourceChoice(SourceKind.Protect, reason), protect);
                if (kind == SourceKind.Protect)
                    throw new SourceUnavailableException(reason);
                reason = $"The host must mark what it writes, because page protection cannot run: {reason}";
                return (new SourceChoice(SourceKind.Barrier, reason), null);
        }
    }
}
