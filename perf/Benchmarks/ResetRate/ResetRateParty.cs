using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.ResetRate;

/// <summary>A full ring harvested in batches on one thread, and reset whenever a share of it is harvested.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring, of <paramref name="pages"/>' number of entries.</param>
/// <param name="pages">What is pushed before each lap.</param>
/// <param name="resetEntries">It resets when it has harvested so many entries.</param>
internal sealed class ResetRateParty<TFace>(string name, TFace face, DirtyPage[] pages, int resetEntries) : IParty
    where TFace : struct, IRingFace
{
    /// <summary>Pages per harvest.</summary>
    internal const int BatchPages = 64;

    private readonly DirtyPage[] _batch = new DirtyPage[BatchPages];
    private CountingSink _sink;
    private ulong _sum;

    public string Name { get; } = name;

    public int Entries => pages.Length;

    public void Prepare()
    {
        _sink = default;
        _sum = 0;
        if (face.Push(pages).Pushed != pages.Length)
            throw new InvalidOperationException($"{Name}: a ring that was reset refused a page.");
    }

    public void Run()
    {
        TFace ring = face;
        int unreset = 0;
        for (int harvested = 0; harvested < pages.Length; harvested += BatchPages)
        {
            _ = ring.Harvest(_batch);
            _sum += _batch[0].Offset;
            unreset += BatchPages;
            if (unreset < resetEntries)
                continue;
            _ = ring.Reset(ref _sink);
            unreset = 0;
        }
    }

    public void Check()
    {
        if (_sink.Pages != pages.Length)
            throw new InvalidOperationException($"{Name}: {pages.Length} pages were pushed and {_sink.Pages} reset.");
    }

    public void Dispose() => face.Dispose();
}
