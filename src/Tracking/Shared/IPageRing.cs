namespace RingCore.Tracking;

/// <summary>A ring as a page's course needs it. Implementations are structs, so that a push is a direct call.</summary>
internal interface IPageRing
{
    /// <inheritdoc cref="IDirtyProducer.Push(RingCore.Layouts.DirtyPage)"/>
    PushStatus Push(Layouts.DirtyPage page);

    /// <inheritdoc cref="IDirtyResetter.Reset"/>
    ResetResult Reset<TSink>(ref TSink sink)
        where TSink : IResetSink;
}
