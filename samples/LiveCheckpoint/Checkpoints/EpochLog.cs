using System;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Checkpoints;

/// <summary>A log and the image that it makes: takes one epoch after the other to the disk.</summary>
/// <remarks>One thread at a time.</remarks>
/// <param name="log">Where epochs go; disposed with this object.</param>
/// <param name="replica">The image as of the log's last epoch.</param>
internal sealed class EpochLog(LogWriter log, Replica replica) : IDisposable
{
    /// <summary>The image as of the last staged epoch.</summary>
    internal Replica Replica => replica;

    /// <summary>What is on the disk, while no epoch is staged.</summary>
    internal DurablePoint Durable => new(replica.Epoch, replica.Transaction, log.Generation, log.LengthBytes);

    /// <summary>Bytes written, compactions included.</summary>
    internal long WrittenBytes => log.WrittenBytes;

    /// <summary>How often the log was compacted.</summary>
    internal int Compactions { get; private set; }

    /// <summary>Seals an epoch's pages and applies them to the replica.</summary>
    /// <returns>The record that <see cref="Append"/> closes the epoch with.</returns>
    internal CommitRecord Stage(EpochPages pages, long epoch, long transaction, int imagePages)
    {
        pages.Seal(epoch);
        CommitRecord commit = new(pages.Count, epoch, transaction, imagePages, replica.HashWith(pages));
        replica.Apply(pages, commit);
        return commit;
    }

    /// <summary>Appends a staged epoch; on return it is durable.</summary>
    internal void Append(EpochPages pages, CommitRecord commit) => log.Append(pages, commit);

    /// <summary>Writes the log anew where most of it is old.</summary>
    /// <returns>Whether it was.</returns>
    internal bool CompactIfMostlyOld()
    {
        if (!log.IsMostlyOld(replica))
            return false;
        log.Compact(replica);
        Compactions++;
        return true;
    }

    public void Dispose() => log.Dispose();
}
