using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>Pushes and takes one by one through a ring's handles, whose cursors are in memory.</summary>
internal static class OneByOne
{
    /// <inheritdoc cref="IRingFace.PushSingly(ulong,long)"/>
    internal static void Push<TFace>(TFace ring, ulong first, long count)
        where TFace : struct, IRingFace
    {
        for (ulong page = first; page < first + (ulong)count; page++)
        {
            while (ring.Push(new DirtyPage(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }
    }

    /// <inheritdoc cref="IRingFace.PushSingly(ReadOnlySpan{DirtyPage})"/>
    internal static int Push<TFace>(TFace ring, ReadOnlySpan<DirtyPage> pages)
        where TFace : struct, IRingFace
    {
        int pushed = 0;
        while (pushed < pages.Length && ring.Push(pages[pushed]) <= PushStatus.PublishedSoftFull)
            pushed++;
        return pushed;
    }

    /// <inheritdoc cref="IRingFace.TakeSingly"/>
    internal static ulong Take<TFace>(TFace ring, int count)
        where TFace : struct, IRingFace
    {
        ulong sum = 0;
        for (int i = 0; i < count; i++)
        {
            DirtyPage page;
            while (!ring.TryTake(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        ring.Commit();
        return sum;
    }
}
