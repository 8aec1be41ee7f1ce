namespace RingCore.Benchmarks.Scale;

/// <summary>Ways to find out that a page is marked already, tried beside the one that is shipped.</summary>
internal enum MarkLookup
{
    /// <summary>A bit per page, as shipped, in pages of 4 KiB.</summary>
    Bitmap,

    /// <summary>The same in huge pages, as shipped.</summary>
    BitmapInHugePages,

    /// <summary>Before it a bit for every 64 pages that says that all of them are marked.</summary>
    Summary,

    /// <summary>Before it a small table of the writer's own: the pages that it marked last, each with the number of its round.</summary>
    RecentPages,
}
