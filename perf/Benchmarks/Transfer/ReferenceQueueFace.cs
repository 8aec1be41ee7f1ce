using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace RingCore.Benchmarks.Transfer;

/// <summary><see cref="ConcurrentQueue{T}"/> of references.</summary>
internal readonly struct ReferenceQueueFace(ConcurrentQueue<NumberedObject> queue) : IReferenceFace
{
    public bool TryPush(NumberedObject item)
    {
        queue.Enqueue(item);
        return true;
    }

    public bool TryTake([MaybeNullWhen(false)] out NumberedObject item) => queue.TryDequeue(out item);

    public void Dispose()
    {
    }
}
