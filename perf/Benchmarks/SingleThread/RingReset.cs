using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Reset of a harvested lap through a ring's public handle, into a sink that counts. Producer and collector prepare the next lap.</summary>
internal sealed class RingReset<TFace>(string name, TFace ring, DirtyPage[] pages) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _harvested = new DirtyPage[Pages.Entries];
    private readonly TFace _ring = ring;
    private long _counted;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare()
    {
        Pages.CheckCount(Name, _ring.Push(pages).Pushed);
        Pages.CheckCount(Name, _ring.Harvest(_harvested).Entries);
    }

    public void Run()
    {
        CountingSink sink = default;
        _ring.Reset(ref sink);
        _counted = sink.Pages;
    }

    public void Check() => Pages.CheckCount(Name, _counted);

    public void Dispose() => _ring.Dispose();
}
