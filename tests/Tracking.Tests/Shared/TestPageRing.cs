using RingCore.Layouts;

namespace RingCore.Tracking.Tests;

/// <summary>A ring of this process where a shared one would stand.</summary>
internal readonly struct TestPageRing(FlaggedDirtyRing ring) : IPageRing
{
    public PushStatus Push(DirtyPage page) => ring?.Producer.Push(page) ?? PushStatus.HandleDisposed;

    public ResetResult Reset<TSink>(ref TSink sink)
        where TSink : IResetSink => ring?.Resetter.Reset(ref sink) ?? new ResetResult(ResetStatus.HandleDisposed, 0, 0);
}
