using System.Threading.Channels;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary><c>System.Threading.Channels</c>, item by item, by the calls that do not wait.</summary>
internal sealed class ChannelTransfer(string name, Channel<DirtyPage> channel) : ITransfer
{
    public string Name { get; } = name;

    public void Produce(long items)
    {
        ChannelWriter<DirtyPage> writer = channel.Writer;
        for (long i = 0; i < items; i++)
        {
            while (!writer.TryWrite(new DirtyPage(0, (ulong)i)))
                Pause.Briefly();
        }
    }

    public ulong Consume(long items)
    {
        ChannelReader<DirtyPage> reader = channel.Reader;
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            DirtyPage page;
            while (!reader.TryRead(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        return sum;
    }

    public void Dispose()
    {
    }
}
