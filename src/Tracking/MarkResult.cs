namespace RingCore.Tracking;

/// <summary>What became of a mark, and how much of it was news.</summary>
/// <param name="Status">Whether the pages are marked.</param>
/// <param name="NewPages">Pages that this call marked; the others were marked already in this round.</param>
public readonly record struct MarkResult(MarkStatus Status, long NewPages);
