using System;
using System.Threading;

namespace LiveCheckpoint.Checkpoints;

/// <summary>What a running checkpoint run shows of itself to another thread. Each value is current; together they may be a moment apart.</summary>
internal sealed class RunProgress
{
    private long _transactions;
    private long _epochs;
    private long _dirtyPages;
    private long _pauseTicks;
    private long _lost;
    private string? _source;

    /// <summary>The tracker's source and why; null until it is chosen.</summary>
    internal string? Source
    {
        get => Volatile.Read(ref _source);
        set => Volatile.Write(ref _source, value);
    }

    internal long Transactions
    {
        get => Volatile.Read(ref _transactions);
        set => Volatile.Write(ref _transactions, value);
    }

    internal long Epochs
    {
        get => Volatile.Read(ref _epochs);
        set => Volatile.Write(ref _epochs, value);
    }

    /// <summary>Dirty pages of the last epoch.</summary>
    internal long DirtyPages
    {
        get => Volatile.Read(ref _dirtyPages);
        set => Volatile.Write(ref _dirtyPages, value);
    }

    /// <summary>Pause of the last epoch.</summary>
    internal TimeSpan Pause
    {
        get => new(Volatile.Read(ref _pauseTicks));
        set => Volatile.Write(ref _pauseTicks, value.Ticks);
    }

    internal long Lost
    {
        get => Volatile.Read(ref _lost);
        set => Volatile.Write(ref _lost, value);
    }
}
