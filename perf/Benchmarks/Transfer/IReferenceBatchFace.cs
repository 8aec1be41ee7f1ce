using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>What has batches too.</summary>
internal interface IReferenceBatchFace : IReferenceFace
{
    /// <returns>Items pushed.</returns>
    int Push(ReadOnlySpan<NumberedObject> items);

    /// <returns>Items taken.</returns>
    int Take(Span<NumberedObject> items);
}
