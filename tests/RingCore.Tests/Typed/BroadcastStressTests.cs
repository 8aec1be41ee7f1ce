using System;
using System.Collections.Generic;
using System.Threading;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests.Typed;

/// <summary>A producer that never stops and readers that are lapped again and again: no torn item, none twice or out of order, and the loss is exact.</summary>
[Trait("Category", "Typed")]
public class BroadcastStressTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(16, 2)]
    [InlineData(1024, 3)]
    public void No_item_is_torn_and_every_loss_is_counted(int capacity, int readers)
    {
        const ulong Items = 400_000;
        using BroadcastRing<CoherentFencePoints, Checked> ring = new(capacity, uint.MaxValue - (Items / 2));
        List<Exception> failures = [];
        List<Thread> threads = [];
        using CountdownEvent ready = new(readers);
        for (int r = 0; r < readers; r++)
        {
            BroadcastRing<CoherentFencePoints, Checked>.ReaderHandle reader = ring.AddReader();
            int batch = r;
            threads.Add(new Thread(() =>
            {
                try
                {
                    ready.Signal();
                    (ulong read, ulong laps) = ReadToTheEnd(reader, batch);
                    Assert.Equal(Items, read + reader.Lost);
                    lock (failures)
                        output.WriteLine($"capacity {capacity}, reader {batch}: read {read}, lost {reader.Lost} in {laps} laps");
                }
                catch (Exception e)
                {
                    lock (failures)
                        failures.Add(e);
                }
                finally
                {
                    reader.Dispose();
                }
            }));
        }

        threads.ForEach(thread => thread.Start());
        Assert.True(ready.Wait(s_timeout));
        for (ulong i = 0; i < Items; i++)
        {
            ring.Producer.Push(Checked.Of(i));
            if (i % 1024 == 0)
                Thread.Yield(); // fewer cores than threads: the readers come to run too
        }

        ring.Producer.Complete();
        threads.ForEach(thread => Assert.True(thread.Join(s_timeout), "A reader does not find the end."));
        Assert.Empty(failures);
    }

    private static (ulong Read, ulong Laps) ReadToTheEnd(BroadcastRing<CoherentFencePoints, Checked>.ReaderHandle reader, int batch)
    {
        ulong next = 0;
        ulong read = 0;
        ulong laps = 0;
        Checked[] items = new Checked[1 + (batch * 7)];
        while (true)
        {
            ulong lost = reader.Lost;
            BroadcastResult result = batch == 0
                ? new BroadcastResult(reader.TryRead(out items[0]), 1)
                : reader.Read(items);
            if (result.Status == BroadcastStatus.Completed)
            {
                Assert.Equal(next, read + reader.Lost);
                return (read, laps);
            }

            if (result.Status == BroadcastStatus.Empty)
                Assert.NotEqual(WaitStatus.TimedOut, reader.WaitForItems(WaitStrategy.Yield, s_timeout));
            if (result.Status == BroadcastStatus.Lapped)
            {
                Assert.True(reader.Lost > lost, "A lap without a loss.");
                next += reader.Lost - lost;
                laps++;
            }

            for (int i = 0; i < result.Items && result.Status == BroadcastStatus.Read; i++, read++)
                Assert.Equal(Checked.Of(next++), items[i]);
        }
    }

    /// <summary>36 bytes that can only be what they are if none of them is of another item.</summary>
    private readonly record struct Checked(ulong A, ulong B, ulong C, uint D, uint E)
    {
        public static Checked Of(ulong i) => new(i, ~i, i * 0x9E3779B97F4A7C15, (uint)i, (uint)(i >> 7));
    }
}
