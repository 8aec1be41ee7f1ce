using System;
using System.Threading;

namespace RingCore.Litmus.Rings;

/// <summary>A part in a round, played step by step, so that one thread can play two.</summary>
internal interface IRole
{
    /// <summary>Whether nothing is left to do.</summary>
    bool IsDone { get; }

    /// <summary>Does what can be done at once.</summary>
    /// <returns>False where that was nothing.</returns>
    bool Step();

    /// <summary>Waits until a step can do something, where the ring has such a wait.</summary>
    WaitStatus Wait(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation);
}
