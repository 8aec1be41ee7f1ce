using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>The slow side of the rings with many parties: the same adapter as for one producer.</summary>
[Trait("Category", "Typed")]
public class SharedChannelReaderTests
{
    [Fact]
    public async Task All_items_of_many_producers_are_read()
    {
        using ManagedMpscRing<string> ring = new(new TypedRingOptions { Capacity = 8, WhenFull = FullPolicy.Wait });
        Task[] producers = [.. Enumerable.Range(0, 3).Select(p => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
                ring.Producer.Push($"{p} {i}");
        }))];
        Task ending = Task.WhenAll(producers).ContinueWith(_ => ring.Producer.Complete(), TaskScheduler.Default);
        List<string> items = [];
        await foreach (string item in ring.Consumer.ReadAllAsync())
            items.Add(item);
        await ending;
        for (int p = 0; p < 3; p++)
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{p} {i}"), items.Where(item => item[0] == '0' + p));
    }

    [Fact]
    public async Task A_broadcast_is_read_past_what_is_lost()
    {
        using BroadcastRing<int> ring = new(4);
        using BroadcastRing<CoherentFencePoints, int>.ReaderHandle reader = ring.AddReader();
        ring.Producer.Push([1, 2, 3, 4, 5, 6]);
        ring.Producer.Complete();
        List<int> items = [];
        await foreach (int item in reader.ReadAllAsync())
            items.Add(item);
        Assert.Equal([5, 6], items);
        Assert.Equal(4UL, reader.Lost);
    }
}
