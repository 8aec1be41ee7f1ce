using System;
using LiveCheckpoint.Workloads;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>A database under load that makes what it did durable at a pace. Made, used and disposed on one thread.</summary>
internal interface ILoadedDatabase : IDisposable
{
    /// <summary>What a comparison calls it.</summary>
    string Name { get; }

    /// <summary>What runs its transactions; the same plan for all that are compared.</summary>
    Workload Workload { get; }

    /// <summary>Begins to make durable what was committed so far, unless the last time is still under way.</summary>
    void StartMakingDurable();

    /// <summary>Makes durable what was committed so far, and waits for it.</summary>
    void MakeDurable();
}
