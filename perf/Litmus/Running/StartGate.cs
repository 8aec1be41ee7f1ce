using System;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Running;

/// <summary>Where the parties meet: a barrier on which they spin, so that they leave it within a line's trip of each other.</summary>
internal sealed unsafe class StartGate : IDisposable
{
    // On a machine with other work a party may have been taken off its processor: the others give way.
    private const int SpinsBeforeYield = 20_000;

    private const int WordsApart = CacheLine.PaddingBytes / sizeof(ulong);

    private readonly int _parties;
    private readonly ulong* _arrivals; // one padded word per party, written by it alone
    private readonly CancellationTokenSource _abandoned = new();

    internal StartGate(int parties)
    {
        _parties = parties;
        nuint bytes = (nuint)parties * CacheLine.PaddingBytes;
        _arrivals = (ulong*)NativeMemory.AlignedAlloc(bytes, CacheLine.PaddingBytes);
        NativeMemory.Clear(_arrivals, bytes);
    }

    /// <summary>Cancelled when a party has failed.</summary>
    internal CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Waits for all parties. What each did before is seen by all afterwards.</summary>
    /// <exception cref="OperationCanceledException">A party has failed and will not come.</exception>
    internal void Meet(int party)
    {
        ulong* own = _arrivals + (party * WordsApart);
        ulong meeting = CoherentFencePoints.ReadPlain(own) + 1;
        CoherentFencePoints.StoreRelease(own, meeting);
        for (int other = 0; other < _parties; other++)
        {
            ulong* arrival = _arrivals + (other * WordsApart);
            for (int spins = 0; CoherentFencePoints.LoadAcquire(arrival) < meeting; spins++)
            {
                if (spins < SpinsBeforeYield)
                    continue;
                Abandoned.ThrowIfCancellationRequested();
                Thread.Yield();
            }
        }
    }

    /// <summary>Lets nobody wait for a party that has failed.</summary>
    internal void Abandon() => _abandoned.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_arrivals);
        _abandoned.Dispose();
    }
}
