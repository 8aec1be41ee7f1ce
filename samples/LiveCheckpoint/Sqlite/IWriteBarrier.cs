namespace LiveCheckpoint.Sqlite;

/// <summary>Whoever is told of every write to an image: before it, and after it. On the thread that writes.</summary>
internal interface IWriteBarrier
{
    /// <summary>Pages are about to be written.</summary>
    void BeforeWrite(ulong gfn, long pages);

    /// <summary>They have been written.</summary>
    void AfterWrite(ulong gfn, long pages);
}
