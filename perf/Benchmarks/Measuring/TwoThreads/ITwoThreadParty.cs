using System;

namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>One side of a comparison on two threads, itself with two sides. One instance lives through all rounds, empty between them.</summary>
internal interface ITwoThreadParty : IDisposable
{
    /// <summary>What tables and bounds call it: a public type of ours, or a peer.</summary>
    string Name { get; }

    /// <summary>The producer's side of a turn. On the producer's thread.</summary>
    /// <param name="items">Items of the turn, 1 or more.</param>
    void Produce(long items);

    /// <summary>The consumer's side of the turn, which times it. On the consumer's thread.</summary>
    /// <param name="items">As many.</param>
    /// <returns>Nanoseconds per item.</returns>
    /// <exception cref="InvalidOperationException">What arrived is not what was sent; the message says what.</exception>
    double Consume(long items);
}
