using System;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Native;

/// <summary>A queue in C, its loops in C too: the .NET threads call them once per turn.</summary>
internal sealed unsafe class NativeTransfer : ITransfer
{
    private readonly NativeCompetitor _competitor;
    private readonly uint _push;
    private readonly uint _harvest;
    private nint _queue;

    /// <param name="competitor">Whose.</param>
    /// <param name="entries">Entries of the queue, a power of two.</param>
    /// <param name="push">Items per push.</param>
    /// <param name="harvest">Most items per harvest.</param>
    /// <exception cref="InvalidOperationException">The queue cannot be made.</exception>
    internal NativeTransfer(NativeCompetitor competitor, int entries, int push, int harvest)
    {
        _competitor = competitor;
        _push = (uint)push;
        _harvest = (uint)harvest;
        Name = $"{competitor.DisplayName} {push} > {harvest}";
        _queue = competitor.Create((uint)entries);
        if (_queue == 0)
            throw new InvalidOperationException($"{Name}: a queue of {entries} entries cannot be made.");
    }

    public string Name { get; }

    public void Produce(long items) => _competitor.Produce(_queue, (ulong)items, _push);

    /// <inheritdoc/>
    /// <returns>The sum; <see cref="ulong.MaxValue"/> where a ring did not reset every page once.</returns>
    public ulong Consume(long items) => _competitor.Consume(_queue, (ulong)items, _harvest);

    public void Dispose()
    {
        if (_queue != 0)
            _competitor.Destroy(_queue);
        _queue = 0;
    }
}
