using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests.Typed;

/// <summary>Producers on threads of their own: nothing lost, nothing twice, each one's items in order, and what is refused is told to exactly its producer.</summary>
[Trait("Category", "Typed")]
public class MpscStressTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(1, FullPolicy.Wait, WaitStrategy.Yield)]
    [InlineData(2, FullPolicy.Wait, WaitStrategy.Block)]
    [InlineData(64, FullPolicy.Wait, WaitStrategy.Block)]
    [InlineData(64, FullPolicy.Refuse, WaitStrategy.Yield)]
    [InlineData(64, FullPolicy.DropNewest, WaitStrategy.Yield)]
    public void Nothing_is_lost_or_comes_twice_and_each_producers_items_stay_in_order(int capacity, FullPolicy policy, WaitStrategy strategy)
    {
        const int Producers = 3;
        uint itemsOfEach = capacity == 1 ? 4_000u : 20_000;
        using MpscRing<CoherentFencePoints, Item, NativeSlots<Item>> ring = new(
            new TypedRingOptions { Capacity = capacity, WhenFull = policy, PushWait = strategy, ReservedItems = capacity / 8 }, (1UL << 31) - itemsOfEach);
        uint[] pushed = new uint[Producers];
        List<Exception> failures = [];
        using ManualResetEventSlim isTaking = new();
        Thread[] threads = [.. Enumerable.Range(0, Producers).Select(p => Start(failures, () =>
        {
            Item[] batch = new Item[5];
            isTaking.Wait(s_timeout);
            for (uint i = 0; i < itemsOfEach;)
            {
                int count = policy == FullPolicy.DropNewest ? 1 : (int)Math.Min(i % 6, itemsOfEach - i);
                for (uint k = 0; k < count; k++)
                    batch[k] = Item.Of((uint)p, pushed[p] + k);
                PushResult result = count == 0 ? One(ring.Producer.Push(Item.Of((uint)p, pushed[p]))) : ring.Producer.Push(batch.AsSpan(0, count));
                pushed[p] += (uint)result.Pushed;
                i += policy == FullPolicy.DropNewest ? 1 : (uint)result.Pushed;
                if (result.Status == PushStatus.Dropped)
                    Thread.Yield();
                if (result.Status == PushStatus.RefusedFull && ring.Producer.WaitForSpace(strategy, s_timeout) != WaitStatus.Ready)
                    throw new TimeoutException("The ring stayed full.");
            }
        }))];
        Thread last = Start(failures, () =>
        {
            foreach (Thread thread in threads)
                thread.Join();
            ring.Producer.Complete();
        });
        uint[] taken = new uint[Producers];
        Item[] items = new Item[7];
        WaitStatus status;
        isTaking.Set();
        while ((status = ring.Consumer.WaitForItems(strategy, s_timeout)) == WaitStatus.Ready)
        {
            int count = ring.Consumer.Take(items.AsSpan(0, 1 + (int)(taken[0] % 7)));
            foreach (Item item in items.AsSpan(0, count))
                Assert.Equal(Item.Of(item.Producer, taken[item.Producer]++), item);
        }

        Assert.Equal(WaitStatus.Completed, status);
        Assert.True(last.Join(s_timeout));
        Assert.Empty(failures);
        Assert.Equal(pushed, taken);
        Assert.Equal(policy == FullPolicy.DropNewest ? (Producers * (ulong)itemsOfEach) - ring.Consumer.Taken : 0, ring.Producer.Dropped);
        output.WriteLine($"{ring.Consumer.Taken} taken, {ring.Producer.Refused} refused, {ring.Producer.Dropped} dropped");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    public void A_late_producer_is_refused_or_taken_and_never_both(int capacity)
    {
        const uint Items = 2_000;
        using MpscRing<Item> ring = new(capacity);
        HashSet<Item>[] published = [[], [], []];
        ulong[] refused = new ulong[3];
        List<Exception> failures = [];
        using ManualResetEventSlim hasSkipped = new();
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(p => Start(failures, () =>
        {
            for (uint i = 0; i < Items;)
            {
                if (!ring.Producer.TryClaim(1, out Claim<Item> claim))
                {
                    Thread.Yield();
                    continue;
                }

                claim[0] = Item.Of((uint)p, i);
                if (i == 0 && p == 0)
                    hasSkipped.Wait(s_timeout); // so slow that it is skipped, however rarely the consumer comes to run
                else if (i % 37 == (uint)p)
                    Thread.Sleep(1); // slow, and skipped where the consumer comes by
                claim[0] = Item.Of((uint)p, i);
                if (claim.Commit() == PushStatus.RefusedSkipped)
                    refused[p]++;
                else
                    published[p].Add(Item.Of((uint)p, i));
                i++;
            }
        }))];
        Thread last = Start(failures, () =>
        {
            foreach (Thread thread in threads)
                thread.Join();
            ring.Producer.Complete();
        });
        HashSet<Item> taken = [];
        while (!ring.Consumer.IsCompleted)
        {
            if (ring.Consumer.TryTake(out Item item))
                Assert.True(item == Item.Of(item.Producer, item.Number) && taken.Add(item), $"{item} is torn, or comes twice");
            else if (ring.Consumer.LookForStall(out RingStall stall) && ring.Consumer.SkipStalled(stall.Position) == SkipStatus.Skipped)
                hasSkipped.Set();
        }

        Assert.True(last.Join(s_timeout));
        Assert.Empty(failures);
        Assert.True(taken.SetEquals(published.SelectMany(set => set)), "What is published is not what is taken.");
        Assert.Equal(refused.Aggregate((a, b) => a + b), ring.Consumer.Skipped);
        Assert.True(ring.Consumer.Skipped > 0, "Nobody was skipped: nothing is tried.");
        output.WriteLine($"{taken.Count} taken, {ring.Consumer.Skipped} skipped and refused, {ring.Consumer.Withheld} withheld at the end");
    }

    private static PushResult One(PushStatus status) => new(status, status <= PushStatus.PublishedSoftFull ? 1 : 0);

    private static Thread Start(List<Exception> failures, Action body)
    {
        Thread thread = new(() =>
        {
            try
            {
                body();
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }

    private readonly record struct Item(uint Producer, uint Number, ulong Check)
    {
        public static Item Of(uint producer, uint number) => new(producer, number, ~((ulong)producer << 32 | number) * 3);
    }
}
