namespace RingCore;

/// <summary>What became of a batched push.</summary>
/// <param name="Status">
/// The status of the last page tried: <see cref="PushStatus.Published"/> or <see cref="PushStatus.PublishedSoftFull"/> when all were pushed,
/// else why the page at index <paramref name="Pushed"/> was not. An empty batch tries none and is <see cref="PushStatus.Published"/>.
/// </param>
/// <param name="Pushed">Pages of the batch that are in the ring, in order from the first.</param>
public readonly record struct PushResult(PushStatus Status, int Pushed);
