using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Any interleaving of all operations with any sizes, against the framework's queue: every item, status and count as it says.</summary>
[Trait("Category", "Typed")]
public class SpscModelTests
{
    private enum Operation
    {
        Push,
        PushBatch,
        Claim,
        Take,
        TakeBatch,
        TakeInPlace,
        WaitForSpace,
        WaitForItems,
    }

    [Fact]
    public void Items_of_4_bytes() => Check<uint, NativeSlots<uint>>(i => i);

    [Fact]
    public void Items_of_8_bytes() => Check<ulong, NativeSlots<ulong>>(i => i);

    [Fact]
    public void Items_of_16_bytes() => Check<(ulong, ulong), NativeSlots<(ulong, ulong)>>(i => (i, ~(ulong)i));

    [Fact]
    public void Items_of_1_byte() => Check<byte, NativeSlots<byte>>(i => (byte)i);

    [Fact]
    public void Items_of_3_bytes() => Check<Three, NativeSlots<Three>>(i => new Three((byte)i, (byte)(i >> 8), (byte)(i >> 16)));

    [Fact]
    public void Items_of_12_bytes() => Check<Twelve, NativeSlots<Twelve>>(i => new Twelve(i, ~i, i * 3));

    [Fact]
    public void Items_of_40_bytes() =>
        Check<(ulong, ulong, ulong, ulong, ulong), NativeSlots<(ulong, ulong, ulong, ulong, ulong)>>(i => (i, i + 1, i + 2, i + 3, i + 4));

    [Fact]
    public void Items_with_references() => Check<string, ManagedSlots<string>>(i => $"item {i}");

    [Fact]
    public void Items_with_references_and_numbers() => Check<(uint, object?, byte), ManagedSlots<(uint, object?, byte)>>(i => (i, $"item {i}", (byte)i));

    [Fact]
    public void Unmanaged_items_on_the_heap() => Check<long, ManagedSlots<long>>(i => i);

    private static void Check<T, TSlots>(Func<uint, T> item)
        where TSlots : struct, ISlots<T> =>
        Properties.ForAll(Scripts(), Shrink, cases: 150, script => Run<T, TSlots>(script, item));

    private static void Run<T, TSlots>(Script script, Func<uint, T> item)
        where TSlots : struct, ISlots<T>
    {
        int capacity = 1 << script.CapacityLog2;
        TypedRingOptions options = new()
        {
            Capacity = capacity, ReservedItems = script.Reserved % capacity, MaxBatchItems = script.MaxBatch, WhenFull = script.WhenFull,
        };
        using SpscRing<CoherentFencePoints, T, TSlots> ring = new(options, script.FirstPosition);
        QueueModel<T> model = new(options);
        uint next = 0;
        foreach (Step step in script.Steps)
        {
            T[] items = [.. Enumerable.Range(0, step.Count).Select(i => item(next + (uint)i))];
            next += (uint)step.Count;
            Do(ring, model, step, items);
        }

        Assert.Equal(model.Items.Count, ring.Consumer.Backlog);
        ring.Producer.Complete();
        Assert.Equal(PushStatus.RefusedCompleted, ring.Producer.Push(item(0)));
        while (model.Items.TryDequeue(out T? expected))
        {
            Assert.False(ring.Consumer.IsCompleted);
            Assert.True(ring.Consumer.TryTake(out T? taken));
            Assert.Equal(expected, taken);
        }

        Assert.False(ring.Consumer.TryTake(out _));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(model.Published, ring.Producer.Published);
        Assert.Equal(model.Published, ring.Consumer.Taken);
        Assert.Equal(model.Refused, ring.Producer.Refused);
        Assert.Equal(model.Dropped, ring.Producer.Dropped);
    }

    private static void Do<T, TSlots>(SpscRing<CoherentFencePoints, T, TSlots> ring, QueueModel<T> model, Step step, T[] items)
        where TSlots : struct, ISlots<T>
    {
        switch (step.Operation)
        {
            case Operation.Push when items.Length > 0:
                Assert.Equal(model.Push(items[0]), ring.Producer.Push(items[0]));
                break;
            case Operation.Push or Operation.PushBatch:
                Assert.Equal(model.Push(items), ring.Producer.Push(items));
                break;
            case Operation.Claim:
                Claim(ring, model, Math.Clamp(step.Count, 1, model.Capacity), step.Part, items);
                break;
            case Operation.Take:
                Assert.Equal(model.Items.TryDequeue(out T? expected), ring.Consumer.TryTake(out T? taken));
                Assert.Equal(expected, taken);
                break;
            case Operation.TakeBatch:
                T[] target = new T[step.Count];
                Assert.Equal(model.Take(step.Count), target[..ring.Consumer.Take(target)]);
                break;
            case Operation.TakeInPlace:
                InPlaceItems<T> shown = ring.Consumer.TakeInPlace(step.Count);
                T[] all = [.. shown.First, .. shown.Second];
                Assert.Equal(model.Peek(step.Count), all);
                int part = Math.Min(step.Part, shown.Count);
                shown.Commit(part);
                model.Take(part);
                break;
            case Operation.WaitForSpace:
                Assert.Equal(
                    model.Items.Count < model.SoftLimit ? WaitStatus.Ready : WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
                break;
            default:
                Assert.Equal(model.Items.Count > 0 ? WaitStatus.Ready : WaitStatus.TimedOut, ring.Consumer.WaitForItems(WaitStrategy.Spin, TimeSpan.Zero));
                break;
        }
    }

    private static void Claim<T, TSlots>(SpscRing<CoherentFencePoints, T, TSlots> ring, QueueModel<T> model, int count, int part, T[] items)
        where TSlots : struct, ISlots<T>
    {
        bool claimed = ring.Producer.TryClaim(count, out Claim<T> claim);
        Assert.Equal(model.TryClaim(count), claimed);
        using (claim)
        {
            if (!claimed)
                return;
            Assert.Equal(count, claim.Count);
            int filled = Math.Min(Math.Min(part, count), items.Length);
            for (int i = 0; i < filled; i++)
                claim[i] = items[i];
            if (part % 3 > 0)
                Assert.Equal(model.Commit(items.AsSpan(0, filled)), claim.Commit(filled));
        }
    }

    private static Gen<Script> Scripts() =>
        from capacity in Gen.Choose(0, 5)
        from reserved in Gen.Choose(0, 40)
        from maxBatch in Gen.OneOf(Gen.Choose(1, 8), Gen.Constant(int.MaxValue))
        from policy in Gen.Elements(FullPolicy.Refuse, FullPolicy.DropNewest)
        from first in Gen.OneOf(Gen.Constant(0UL), Gen.Choose(0, 40).Select(before => (1UL << 32) - (ulong)before))
        from steps in (from operation in Gen.Elements(Enum.GetValues<Operation>())
                       from count in Gen.Choose(0, 40)
                       from part in Gen.Choose(0, 40)
                       select new Step(operation, count, part)).ArrayOf(40)
        select new Script(capacity, reserved, maxBatch, policy, first, steps);

    private static IEnumerable<Script> Shrink(Script script) => Properties.WithoutOne(script.Steps).Select(steps => script with { Steps = steps });

    private sealed record Step(Operation Operation, int Count, int Part);

    private sealed record Script(int CapacityLog2, int Reserved, int MaxBatch, FullPolicy WhenFull, ulong FirstPosition, Step[] Steps)
    {
        public override string ToString() =>
            $"2^{CapacityLog2} items, {Reserved} reserved, batches of {MaxBatch}, {WhenFull}, from {FirstPosition}: {string.Join("; ", Steps.AsEnumerable())}";
    }

    private readonly record struct Three(byte A, byte B, byte C);

    private readonly record struct Twelve(uint A, uint B, uint C);
}
