using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>References in batches, pushed from the array in which they are kept.</summary>
/// <typeparam name="TFace">The ring; a structure, so that the loops are compiled for it.</typeparam>
/// <param name="name">What the table calls it.</param>
/// <param name="face">Disposed with the transfer.</param>
/// <param name="batch">Items per push, and most per take: a power of two, at most <see cref="NumberedObject.Count"/>.</param>
internal sealed class ReferenceBatchTransfer<TFace>(string name, TFace face, int batch) : ITransfer
    where TFace : struct, IReferenceBatchFace
{
    private readonly NumberedObject[] _taken = new NumberedObject[batch];

    public string Name { get; } = name;

    public void Produce(long items)
    {
        for (long sent = 0; sent < items; sent += batch)
        {
            ReadOnlySpan<NumberedObject> rest = NumberedObject.All.AsSpan((int)(sent & (NumberedObject.Count - 1)), (int)Math.Min(batch, items - sent));
            while (true)
            {
                rest = rest[face.Push(rest)..];
                if (rest.IsEmpty)
                    break;
                Pause.Briefly();
            }
        }
    }

    public ulong Consume(long items)
    {
        ulong sum = 0;
        for (long received = 0; received < items;)
        {
            int taken = face.Take(_taken);
            if (taken == 0)
                Pause.Briefly();
            foreach (NumberedObject item in _taken.AsSpan(0, taken))
                sum += item.Page(received++);
        }

        return sum;
    }

    public void Dispose() => face.Dispose();
}
