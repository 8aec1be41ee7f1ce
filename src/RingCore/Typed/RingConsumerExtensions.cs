using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace RingCore;

/// <summary>Typed rings for asynchronous code: the slow side's way to read.</summary>
public static class RingConsumerExtensions
{
    /// <summary>Lends the consumer to a <see cref="System.Threading.Channels.ChannelReader{T}"/>, until that is disposed.</summary>
    public static RingChannelReader<T> AsChannelReader<T>(this IRingConsumer<T> consumer)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        return new RingChannelReader<T>(consumer);
    }

    /// <summary>Takes every item until the ring is completed; throws what it was completed with.</summary>
    /// <param name="consumer">Belongs to the enumeration until that ends.</param>
    /// <param name="cancellation">Ends the enumeration; no item is lost.</param>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(this IRingConsumer<T> consumer, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using RingChannelReader<T> reader = consumer.AsChannelReader();
        await foreach (T item in reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            yield return item;
    }
}
