using RingCore.Layouts;

namespace RingCore;

/// <summary>Where the words stand that the parties of a ring share beside its entries: in one block, or each on the side of the one who may write it.</summary>
internal readonly unsafe struct RingWords
{
    /// <summary>The words of a control block.</summary>
    /// <param name="control">The block.</param>
    /// <param name="indices">Where in it the indices stand.</param>
    internal RingWords(RingControl* control, IndexLayout indices = IndexLayout.Padded)
    {
        KvmDirtyRingIndices* adjacent = (KvmDirtyRingIndices*)&control->Indices;
        Avail = indices == IndexLayout.Kvm ? &adjacent->Avail : &control->Indices.Avail;
        Fetch = indices == IndexLayout.Kvm ? &adjacent->Fetch : &control->Indices.Fetch;
        Reset = &control->Reset;
        CollectorWaits = &control->CollectorWaits;
        ProducerWaits = &control->ProducerWaits;
    }

    /// <summary>The producer's index.</summary>
    internal uint* Avail { get; init; }

    /// <summary>The collector's index.</summary>
    internal uint* Fetch { get; init; }

    /// <summary>The resetter's index.</summary>
    internal uint* Reset { get; init; }

    /// <summary>See <see cref="RingControl.CollectorWaits"/>.</summary>
    internal uint* CollectorWaits { get; init; }

    /// <summary>See <see cref="RingControl.ProducerWaits"/>.</summary>
    internal uint* ProducerWaits { get; init; }

    /// <summary>See <see cref="RingControl.ProducerRequests"/>; of words in a control block alone, which the rings of many producers have.</summary>
    internal uint* ProducerRequests => ProducerWaits + ((RingControl.ProducerRequestsOffset - RingControl.ProducerWaitsOffset) / sizeof(uint));
}
