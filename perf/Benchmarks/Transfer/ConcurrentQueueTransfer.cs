using System.Collections.Concurrent;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary><see cref="ConcurrentQueue{T}"/>: unbounded, item by item, many to many.</summary>
internal sealed class ConcurrentQueueTransfer : ITransfer
{
    private readonly ConcurrentQueue<DirtyPage> _queue = new();

    public string Name => "ConcurrentQueue";

    public void Produce(long items)
    {
        for (long i = 0; i < items; i++)
            _queue.Enqueue(new DirtyPage(0, (ulong)i));
    }

    public ulong Consume(long items)
    {
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            DirtyPage page;
            while (!_queue.TryDequeue(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        return sum;
    }

    public void Dispose()
    {
    }
}
