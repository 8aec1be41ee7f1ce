using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>A dirty ring as a list and three counts: what every design must do, without memory, order or speed.</summary>
internal sealed class ModelRing(int entries, int reserved)
{
    private readonly List<DirtyPage> _pages = [];

    public int Published => _pages.Count;

    public int Harvested { get; private set; }

    public int Reset { get; private set; }

    public bool IsBelowSoftLimit => Published - Reset < entries - reserved;

    public PushStatus Push(DirtyPage page)
    {
        if (Published - Reset == entries)
            return PushStatus.RefusedFull;
        _pages.Add(page);
        return IsBelowSoftLimit ? PushStatus.Published : PushStatus.PublishedSoftFull;
    }

    public PushResult Push(DirtyPage[] pages)
    {
        PushStatus status = PushStatus.Published;
        for (int i = 0; i < pages.Length; i++)
        {
            status = Push(pages[i]);
            if (status == PushStatus.RefusedFull)
                return new PushResult(status, i);
        }

        return new PushResult(status, pages.Length);
    }

    /// <summary>What a harvest would see, without taking it.</summary>
    public DirtyPage[] Peek(int count) => _pages.Skip(Harvested).Take(count).ToArray();

    public DirtyPage[] Harvest(int count)
    {
        DirtyPage[] pages = Peek(count);
        Harvested += pages.Length;
        return pages;
    }

    /// <summary>The calls that a reset makes, without doing it.</summary>
    public List<ResetBatch> PeekReset(int count) => KernelCoalescing.Coalesce(_pages.Skip(Reset).Take(Math.Min(count, Harvested - Reset)));

    public int Forget(int count)
    {
        int reset = Math.Min(count, Harvested - Reset);
        Reset += reset;
        return reset;
    }

    /// <summary>Entries of the first batches of a reset.</summary>
    public int EntriesOfBatches(int count, int batches)
    {
        int available = Math.Min(count, Harvested - Reset);
        int entriesTaken = available;
        while (entriesTaken > 0 && KernelCoalescing.Coalesce(_pages.Skip(Reset).Take(entriesTaken)).Count > batches)
            entriesTaken--;
        return entriesTaken;
    }
}
