namespace RingCore.Tracking;

/// <summary>The source that a tracker runs on.</summary>
/// <param name="Kind">Never <see cref="SourceKind.Auto"/>.</param>
/// <param name="Reason">One sentence: why this one.</param>
public sealed record SourceChoice(SourceKind Kind, string Reason);
