using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Scale;

/// <summary>A lap of pushes, page by page, into a ring with one producer.</summary>
internal sealed class OwnPushParty<TFace>(string name, TFace face, int entries) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _batch = new DirtyPage[entries];
    private int _pushed;

    public string Name { get; } = name;

    public int Entries => entries - 1;

    public void Prepare()
    {
        CountingSink sink = default;
        _ = face.Harvest(_batch);
        _ = face.Reset(ref sink);
        _pushed = 0;
    }

    public void Run()
    {
        TFace ring = face;
        for (int i = 0; i < Entries; i++)
        {
            if (ring.Push(new DirtyPage(0, (ulong)i)) <= PushStatus.PublishedSoftFull)
                _pushed++;
        }
    }

    public void Check()
    {
        if (_pushed != Entries)
            throw new InvalidOperationException($"{Name}: {_pushed} pages went into an empty ring of {Entries + 1}.");
    }

    public void Dispose() => face.Dispose();
}
