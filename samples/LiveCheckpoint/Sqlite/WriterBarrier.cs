using RingCore.Tracking;

namespace LiveCheckpoint.Sqlite;

/// <summary>Marks what was written by a tracker's writer. Before a write there is nothing to say: the image dies with its process.</summary>
/// <param name="writer">Belongs to the thread that writes.</param>
internal sealed class WriterBarrier(Writer writer) : IWriteBarrier
{
    public void BeforeWrite(ulong gfn, long pages)
    {
    }

    public void AfterWrite(ulong gfn, long pages) => writer.MarkDirty(gfn, pages);
}
