using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Micro;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Trust;

/// <summary>Push, harvest and reset of a full ring on one thread: what a page costs altogether, where no line moves between cores.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="pages">The pages, a ring full of them.</param>
/// <param name="batch">Pages per push: 1 pushes page by page. Harvested is in batches.</param>
internal sealed class TrustParty<TFace>(string name, TFace face, DirtyPage[] pages, int batch) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _harvested = new DirtyPage[RingUnderTest.BatchPages];
    private CountingSink _sink;
    private int _pushed;

    public string Name { get; } = name;

    public int Entries => pages.Length;

    public void Prepare() => _sink = default;

    public void Run()
    {
        TFace ring = face;
        _pushed = batch == 1 ? OneByOne.Push(ring, pages) : PushInBatches(ring);
        for (int i = 0; i < pages.Length; i += _harvested.Length)
            _ = ring.Harvest(_harvested);
        _ = ring.Reset(ref _sink);
    }

    public void Check()
    {
        if (_pushed != pages.Length || _sink.Pages != pages.Length || _harvested[^1] != pages[^1])
            throw new InvalidOperationException($"{Name}: of {pages.Length} pages {_pushed} were pushed and {_sink.Pages} reset, {_harvested[^1]} last.");
    }

    public void Dispose() => face.Dispose();

    private int PushInBatches(TFace ring)
    {
        int pushed = 0;
        for (int i = 0; i < pages.Length; i += batch)
            pushed += ring.Push(pages.AsSpan(i, batch)).Pushed;
        return pushed;
    }
}
