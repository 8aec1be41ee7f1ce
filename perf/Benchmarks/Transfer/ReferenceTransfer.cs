namespace RingCore.Benchmarks.Transfer;

/// <summary>References, item by item; ours and the framework's by the same loops.</summary>
/// <typeparam name="TFace">What moves them; a structure, so that the loops are compiled for it.</typeparam>
/// <param name="name">What the table calls it.</param>
/// <param name="face">Disposed with the transfer.</param>
internal sealed class ReferenceTransfer<TFace>(string name, TFace face) : ITransfer
    where TFace : struct, IReferenceFace
{
    public string Name { get; } = name;

    public void Produce(long items)
    {
        NumberedObject[] objects = NumberedObject.All;
        for (long sent = 0; sent < items; sent++)
        {
            NumberedObject item = objects[sent & (NumberedObject.Count - 1)];
            while (!face.TryPush(item))
                Pause.Briefly();
        }
    }

    public ulong Consume(long items)
    {
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            NumberedObject? item;
            while (!face.TryTake(out item))
                Pause.Briefly();
            sum += item.Page(received);
        }

        return sum;
    }

    public void Dispose() => face.Dispose();
}
