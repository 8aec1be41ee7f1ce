using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Events;

/// <summary>Push, harvest and reset of a full ring on one thread, in batches, while a session listens or does not.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="pages">The pages, a ring full of them.</param>
/// <param name="batch">Pages per push, per harvest and per reset.</param>
/// <param name="isOn">Whether its events are written: the session itself is open throughout, and its flag is what each lap finds set or not.</param>
internal sealed class EventsParty<TFace>(string name, TFace face, DirtyPage[] pages, int batch, bool isOn) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _harvested = new DirtyPage[batch];
    private CountingSink _sink;
    private int _pushed;

    public string Name { get; } = name;

    public int Entries => pages.Length;

    public void Prepare()
    {
        RingTrace.IsOn = isOn;
        _sink = default;
    }

    public void Run()
    {
        TFace ring = face;
        int pushed = 0;
        for (int i = 0; i < pages.Length; i += batch)
        {
            pushed += ring.Push(pages.AsSpan(i, batch)).Pushed;
            _ = ring.Harvest(_harvested);
            _ = ring.Reset(ref _sink);
        }

        _pushed = pushed;
    }

    public void Check()
    {
        if (_pushed != pages.Length || _sink.Pages != pages.Length || _harvested[^1] != pages[^1])
            throw new InvalidOperationException($"{Name}: of {pages.Length} pages {_pushed} were pushed and {_sink.Pages} reset, {_harvested[^1]} last.");
    }

    public void Dispose() => face.Dispose();
}
