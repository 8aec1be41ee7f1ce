using System.Collections.Generic;

namespace RingCore.KvmLab;

/// <summary>Keeps the batches of a reset, in order.</summary>
internal readonly struct BatchList() : IResetSink
{
    public List<Batch> Batches { get; } = [];

    public void ResetPages(uint slot, ulong offset, ulong mask) => Batches.Add(new Batch(slot, offset, mask));
}
