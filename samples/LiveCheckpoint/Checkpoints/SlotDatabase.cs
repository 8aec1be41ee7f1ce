using System;
using LiveCheckpoint.Sqlite;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>A database in one slot of tracked memory, and the workload that writes it.</summary>
/// <remarks>Belongs to one thread, as its writer does.</remarks>
internal sealed unsafe class SlotDatabase : IDisposable
{
    private readonly byte* _image;
    private readonly Writer? _writer;
    private readonly LiveDatabase _database;

    private SlotDatabase(byte* image, Writer? writer, LiveDatabase database, TransactionPlan plan, int usedPages)
    {
        _image = image;
        _writer = writer;
        _database = database;
        Workload = usedPages == 0
            ? Workload.Create(database.Connection, plan)
            : Workload.Resume(database.Connection, plan);
    }

    internal Workload Workload { get; }

    internal Microsoft.Data.Sqlite.SqliteConnection Connection => _database.Connection;

    /// <summary>Pages of the database, true at a transaction boundary.</summary>
    internal int ImagePages => LiveDatabase.PageCount(new ReadOnlySpan<byte>(_image, TrackedMemory.PageBytes));

    /// <summary>Opens the slot's database: behind the barrier if that is the tracker's source, else in place.</summary>
    /// <param name="memory">The memory that <paramref name="tracker"/> watches.</param>
    /// <param name="tracker">Who is told of writes, or sees them.</param>
    /// <param name="slot">Which slot.</param>
    /// <param name="plan">What the workload does.</param>
    /// <param name="usedPages">Pages that already hold a database; 0 for a new one.</param>
    internal static SlotDatabase Open(TrackedMemory memory, DirtyTracker tracker, int slot, TransactionPlan plan, int usedPages = 0)
    {
        byte* image = memory.Address(slot);
        long capacityBytes = memory.SlotPages(slot) * TrackedMemory.PageBytes;
        long usedBytes = (long)usedPages * TrackedMemory.PageBytes;
        Writer? writer = tracker.Source.Kind == SourceKind.Barrier ? tracker.OpenWriter() : null;
        LiveDatabase database = writer is null
            ? LiveDatabase.OpenInPlace(image, capacityBytes, usedBytes)
            : LiveDatabase.OpenBehindBarrier(new ImageFile(image, capacityBytes, usedBytes, new WriterBarrier(writer), memory.BaseGfn(slot)));
        return new SlotDatabase(image, writer, database, plan, usedPages);
    }

    /// <summary>Opens a database whose writes somebody else than a tracker's writer is told of.</summary>
    /// <param name="image">Its first byte, which is that of page 0.</param>
    /// <param name="capacityPages">Pages that it may grow to.</param>
    /// <param name="barrier">Is told of writes, on the thread that makes them.</param>
    /// <param name="plan">What the workload does.</param>
    /// <param name="usedPages">Pages that already hold a database; 0 for a new one.</param>
    internal static SlotDatabase Open(byte* image, int capacityPages, IWriteBarrier barrier, TransactionPlan plan, int usedPages)
    {
        long usedBytes = (long)usedPages * TrackedMemory.PageBytes;
        ImageFile file = new(image, (long)capacityPages * TrackedMemory.PageBytes, usedBytes, barrier, baseGfn: 0);
        return new SlotDatabase(image, writer: null, LiveDatabase.OpenBehindBarrier(file), plan, usedPages);
    }

    public void Dispose()
    {
        Workload.Dispose();
        _database.Dispose();
        _writer?.Dispose();
    }
}
