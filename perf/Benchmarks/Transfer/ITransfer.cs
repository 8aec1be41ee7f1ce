using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A way to move pages from one thread to another. One instance lives through all rounds, empty between them.</summary>
internal interface ITransfer : IDisposable
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Sends the pages 0 to <paramref name="items"/> - 1 in order. On the producer's thread.</summary>
    void Produce(long items);

    /// <summary>Receives as many pages, and leaves the transfer empty. On the consumer's thread.</summary>
    /// <returns>The sum of their page numbers.</returns>
    ulong Consume(long items);
}
