using LiveCheckpoint.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Isolated;

/// <summary>Announces each write to a shared tracker and marks it afterwards: killed in between, this process leaves the pages to its successor.</summary>
/// <param name="tracker">Belongs to the thread that writes.</param>
internal sealed class SharedBarrier(SharedTracker tracker) : IWriteBarrier
{
    public void BeforeWrite(ulong gfn, long pages) => tracker.Intend(gfn, pages);

    public void AfterWrite(ulong gfn, long pages) => tracker.MarkDirty(gfn, pages);
}
