using System;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Tests;

/// <summary>Counts to a number, lap by lap, and checks that it got there.</summary>
internal sealed class CountingParty(string name, int entries, int stepsPerEntry) : IParty
{
    private int _prepared;
    private uint _hash;

    public string Name => name;

    public int Entries => entries;

    public int Laps { get; private set; }

    public bool Loses { get; init; }

    public void Prepare() => _prepared++;

    public void Run()
    {
        uint hash = 1;
        for (int i = 0; i < entries * stepsPerEntry; i++)
            hash = (hash * 16777619) ^ (uint)i;
        _hash = hash;
        Laps++;
    }

    public void Check()
    {
        if (Loses || _prepared != Laps || _hash == 0)
            throw new InvalidOperationException($"{name}: {_prepared} laps were prepared and {Laps} run.");
    }

    public void Dispose()
    {
    }
}
