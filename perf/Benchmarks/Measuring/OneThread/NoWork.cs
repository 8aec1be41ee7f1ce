namespace RingCore.Benchmarks.Measuring.OneThread;

/// <summary>A lap of nothing: what a lap's two timestamps and the call between them cost.</summary>
internal sealed class NoWork : IParty
{
    public string Name => "no work";

    public int Entries => 1;

    public void Prepare()
    {
    }

    public void Run()
    {
    }

    public void Check()
    {
    }

    public void Dispose()
    {
    }
}
