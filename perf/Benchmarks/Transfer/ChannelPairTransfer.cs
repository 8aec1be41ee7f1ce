using System;
using System.Threading.Channels;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>What broadcasts without a broadcast ring: a channel for each of two readers, each page written into both, in turn; the readers take turns on one thread.</summary>
internal sealed class ChannelPairTransfer(string name, Channel<DirtyPage> first, Channel<DirtyPage> second) : ITransfer
{
    public string Name { get; } = BroadcastTransfer.NameOf(name, 2);

    public void Produce(long items)
    {
        for (long i = 0; i < items; i++)
        {
            DirtyPage page = new(0, (ulong)i);
            while (!first.Writer.TryWrite(page))
                Pause.Briefly();
            while (!second.Writer.TryWrite(page))
                Pause.Briefly();
        }
    }

    public ulong Consume(long items)
    {
        (long Count, ulong Sum) one = default;
        (long Count, ulong Sum) other = default;
        while (one.Count + other.Count < 2 * items)
        {
            long before = one.Count + other.Count;
            Read(first.Reader, ref one);
            Read(second.Reader, ref other);
            if (one.Count + other.Count == before)
                Pause.Briefly();
        }

        return one == other ? one.Sum : throw new InvalidOperationException($"{Name}: {one} and {other} arrived.");
    }

    public void Dispose()
    {
    }

    private static void Read(ChannelReader<DirtyPage> reader, ref (long Count, ulong Sum) read)
    {
        for (int i = 0; i < BroadcastReading.TurnItems && reader.TryRead(out DirtyPage page); i++)
        {
            read.Count++;
            read.Sum += page.Offset;
        }
    }
}
