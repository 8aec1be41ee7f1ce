namespace RingCore.AliasedCache;

/// <summary>A place in the rings' source that flushes, named as docs/memory-model.md names it.</summary>
/// <param name="Party">Who flushes.</param>
/// <param name="Flush"><c>FlushBeforeRead</c> or <c>FlushAfterWrite</c>.</param>
/// <param name="Target">What: <c>entries</c>, <c>avail</c>, <c>fetch</c> or <c>reset</c>.</param>
/// <param name="Path">Which way through the operation.</param>
public readonly record struct FlushPoint(Party Party, string Flush, string Target, FlushPath Path = FlushPath.Usual)
{
    /// <summary>Whether it stands before reads; otherwise after writes.</summary>
    public bool IsBeforeRead => Flush == nameof(IFencePoints.FlushBeforeRead);

    /// <inheritdoc/>
    public override string ToString() => $"{Party}: {Flush} {Target}{(Path == FlushPath.Usual ? "" : $" ({Path})")}";
}
