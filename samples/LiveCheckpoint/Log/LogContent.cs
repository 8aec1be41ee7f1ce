namespace LiveCheckpoint.Log;

/// <summary>What a log holds.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Image">The image as of the last complete epoch.</param>
/// <param name="CompleteBytes">Where that epoch ends in the file.</param>
/// <param name="FirstEpochBytes">Where the first complete epoch ends.</param>
/// <param name="LogBytes">The file's length.</param>
/// <param name="Damage">A sentence about the first damage found; null when there is none.</param>
internal sealed record LogContent(LogHeader Header, Replica Image, long CompleteBytes, long FirstEpochBytes, long LogBytes, string? Damage);
