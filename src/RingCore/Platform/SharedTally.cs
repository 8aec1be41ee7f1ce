using System.Threading;

namespace RingCore.Platform;

/// <summary>A count that several threads of this process add to, off their common path. Nothing is ordered by it.</summary>
internal struct SharedTally
{
    private ulong _count;

    /// <summary>What has been added so far.</summary>
    internal readonly ulong Count => Volatile.Read(in _count);

    /// <summary>Adds.</summary>
    internal void Add(ulong count) => Interlocked.Add(ref _count, count);
}
