using System;
using System.Diagnostics;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A transfer as a party: timed from the first call to the last page, its sum checked.</summary>
internal sealed class TransferParty(ITransfer transfer) : ITwoThreadParty
{
    public string Name => transfer.Name;

    public void Produce(long items) => transfer.Produce(items);

    public double Consume(long items)
    {
        long start = Stopwatch.GetTimestamp();
        ulong sum = transfer.Consume(items);
        double nanoseconds = Clock.NanosecondsSince(start);
        ulong expected = (ulong)items * (ulong)(items - 1) / 2;
        return sum == expected
            ? nanoseconds / items
            : throw new InvalidOperationException($"{Name}: the page numbers of {items} pages sum up to {expected}, and {sum} arrived.");
    }

    public void Dispose() => transfer.Dispose();
}
