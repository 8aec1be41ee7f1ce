using System;

namespace RingCore.Benchmarks.Measuring.OneThread;

/// <summary>
/// One side of a comparison on one thread: a lap over its entries. The harness calls it lap by lap through this interface; what the party
/// does for each entry is compiled into its <see cref="Run"/>.
/// </summary>
/// <remarks>
/// All calls come on the harness's pinned thread, but for the constructor and <see cref="IDisposable.Dispose"/>. A native party calls its C
/// function once per lap, without a transition of the garbage collector (<c>SuppressGCTransition</c>): otherwise it pays for one that we do not.
/// </remarks>
internal interface IParty : IDisposable
{
    /// <summary>What tables and bounds call it: a public type of ours, or a peer.</summary>
    string Name { get; }

    /// <summary>Entries of a lap, the same in every lap. A lap is 0.5 to 10 µs long: 4096 entries, as a rule.</summary>
    int Entries { get; }

    /// <summary>Makes the next lap possible, as by publishing the entries again. Not timed.</summary>
    void Prepare();

    /// <summary>One lap. Timed.</summary>
    void Run();

    /// <summary>Looks at what the lap before left behind. Not timed; after the last lap of each turn.</summary>
    /// <exception cref="InvalidOperationException">It is wrong; the message says what was expected and what was found.</exception>
    void Check();
}
