namespace RingCore.Tracking;

/// <summary>
/// The sink of every ring reset of a tracker: freeing the entries is all there is to do, because re-arming is not the ring's affair here.
/// Marks are cleared at the round's reset (<see cref="RoundSets{TFence}.Rearm"/>); pages that a scan reported were re-armed by the scan
/// itself.
/// </summary>
internal readonly struct BookkeepingReset : IResetSink
{
    /// <inheritdoc/>
    public void ResetPages(uint slot, ulong offset, ulong mask)
    {
    }
}
