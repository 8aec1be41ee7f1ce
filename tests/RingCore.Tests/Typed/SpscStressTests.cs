using System;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests.Typed;

/// <summary>Two threads, every way to push and to take at random: each item arrives once, whole and in order.</summary>
[Trait("Category", "Typed")]
public class SpscStressTests(ITestOutputHelper output)
{
    private const int Items = 200_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(1, WaitStrategy.Block)]
    [InlineData(4, WaitStrategy.Block)]
    [InlineData(64, WaitStrategy.Yield)]
    [InlineData(1024, WaitStrategy.Block)]
    public Task Pairs_arrive(int capacity, WaitStrategy strategy) =>
        Run<(ulong, ulong), NativeSlots<(ulong, ulong)>>(capacity, strategy, i => (i, ~i), pair => pair.Item1 == ~pair.Item2 ? pair.Item1 : ulong.MaxValue);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(256)]
    public Task Twelve_bytes_arrive(int capacity) =>
        Run<(uint, uint, uint), NativeSlots<(uint, uint, uint)>>(
            capacity, WaitStrategy.Block, i => ((uint)i, ~(uint)i, (uint)i + 1), t => t.Item1 == ~t.Item2 && t.Item3 == t.Item1 + 1 ? t.Item1 : ulong.MaxValue);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(256)]
    public Task References_arrive(int capacity) =>
        Run<object, ManagedSlots<object>>(capacity, WaitStrategy.Block, i => i, item => (ulong)item);

    private async Task Run<T, TSlots>(int capacity, WaitStrategy strategy, Func<ulong, T> make, Func<T, ulong> number)
        where TSlots : struct, ISlots<T>
    {
        TypedRingOptions options = new() { Capacity = capacity, WhenFull = FullPolicy.Wait, PushWait = strategy, MaxBatchItems = Math.Max(1, capacity / 2) };
        using SpscRing<CoherentFencePoints, T, TSlots> ring = new(options, (1UL << 32) - (Items / 2));
        Task producer = Task.Factory.StartNew(() => Produce(ring, make), TaskCreationOptions.LongRunning);
        Task<ulong> consumer = Task.Factory.StartNew(() => Consume(ring, strategy, number), TaskCreationOptions.LongRunning);
        await Task.WhenAll(producer, consumer).WaitAsync(s_limit);
        Assert.Equal((ulong)Items, await consumer);
        output.WriteLine($"{Items} items of {typeof(T)} through {capacity} slots, {strategy}");
    }

    private static void Produce<T, TSlots>(SpscRing<CoherentFencePoints, T, TSlots> ring, Func<ulong, T> make)
        where TSlots : struct, ISlots<T>
    {
        Random random = new(1);
        T[] batch = new T[16];
        for (ulong next = 0; next < Items;)
        {
            int count = (int)Math.Min((ulong)random.Next(1, batch.Length + 1), Items - next);
            switch (random.Next(3))
            {
                case 0:
                    Assert.True(ring.Producer.Push(make(next++)) <= PushStatus.PublishedSoftFull);
                    break;
                case 1:
                    for (int i = 0; i < count; i++)
                        batch[i] = make(next++);
                    Assert.Equal(count, ring.Producer.Push(batch.AsSpan(0, count)).Pushed);
                    break;
                default:
                    Assert.True(ring.Producer.TryClaim(Math.Min(count, ring.Options.Capacity), out Claim<T> claim));
                    using (claim)
                    {
                        int filled = random.Next(claim.Count + 1);
                        for (int i = 0; i < filled; i++)
                            claim[i] = make(next++);
                        if (filled > 0)
                            claim.Commit(filled);
                    }

                    break;
            }
        }

        ring.Producer.Complete();
    }

    private static ulong Consume<T, TSlots>(SpscRing<CoherentFencePoints, T, TSlots> ring, WaitStrategy strategy, Func<T, ulong> number)
        where TSlots : struct, ISlots<T>
    {
        Random random = new(2);
        T[] batch = new T[16];
        ulong next = 0;
        while (ring.Consumer.WaitForItems(strategy, s_limit) == WaitStatus.Ready)
        {
            switch (random.Next(3))
            {
                case 0:
                    Assert.True(ring.Consumer.TryTake(out T? item));
                    Assert.Equal(next++, number(item));
                    break;
                case 1:
                    foreach (T each in batch.AsSpan(0, ring.Consumer.Take(batch)))
                        Assert.Equal(next++, number(each));
                    break;
                default:
                    InPlaceItems<T> shown = ring.Consumer.TakeInPlace(random.Next(1, 16));
                    foreach (T each in shown.First)
                        Assert.Equal(next++, number(each));
                    foreach (T each in shown.Second)
                        Assert.Equal(next++, number(each));
                    shown.Commit(shown.Count);
                    break;
            }
        }

        Assert.True(ring.Consumer.IsCompleted);
        return next;
    }
}
