using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Any interleaving of pushes, claims that stay open for a while, and takes, against a plain list of what is in the ring.</summary>
[Trait("Category", "Typed")]
public class MpscModelTests
{
    private enum Operation
    {
        Push,
        PushBatch,
        Open,
        Close,
        Take,
        TakeBatch,
        TakeInPlace,
        WaitForItems,
    }

    private enum Content
    {
        Claimed,
        Item,
        Hole,
    }

    [Fact]
    public void Items_of_1_byte() => Check<byte, NativeSlots<byte>>(i => (byte)i);

    [Fact]
    public void Items_of_8_bytes() => Check<ulong, NativeSlots<ulong>>(i => i);

    [Fact]
    public void Items_of_40_bytes() =>
        Check<(ulong, ulong, ulong, ulong, ulong), NativeSlots<(ulong, ulong, ulong, ulong, ulong)>>(i => (i, i + 1, i + 2, i + 3, i + 4));

    [Fact]
    public void Items_with_references() => Check<string, ManagedSlots<string>>(i => $"item {i}");

    private static void Check<T, TSlots>(Func<uint, T> item)
        where TSlots : struct, ISlots<T> =>
        Properties.ForAll(Scripts(), script => Properties.WithoutOne(script.Steps).Select(steps => script with { Steps = steps }), cases: 200, script =>
        {
            using Run<T, TSlots> run = new(script, item);
            run.Do();
        });

    private static Gen<Script> Scripts() =>
        from capacity in Gen.Choose(0, 4)
        from reserved in Gen.Choose(0, 20)
        from maxBatch in Gen.OneOf(Gen.Choose(1, 8), Gen.Constant(int.MaxValue))
        from policy in Gen.Elements(FullPolicy.Refuse, FullPolicy.DropNewest)
        from first in Gen.OneOf(Gen.Constant(0UL), Gen.Choose(0, 40).Select(before => (1UL << 31) - (ulong)before))
        from steps in (from operation in Gen.Elements(Enum.GetValues<Operation>())
                       from count in Gen.Choose(0, 20)
                       from part in Gen.Choose(0, 20)
                       select new Step(operation, count, part)).ArrayOf(50)
        select new Script(capacity, reserved, maxBatch, policy, first, steps);

    private sealed class Run<T, TSlots> : IDisposable
        where TSlots : struct, ISlots<T>
    {
        private readonly Script _script;
        private readonly Func<uint, T> _item;
        private readonly TypedRingOptions _options;
        private readonly MpscRing<CoherentFencePoints, T, TSlots> _ring;
        private readonly List<(Content Content, T? Item)> _entries = [];
        private readonly List<(ulong Position, int Count)> _open = [];
        private ulong _head;
        private uint _next;
        private ulong _refused;
        private ulong _dropped;

        public Run(Script script, Func<uint, T> item)
        {
            int capacity = 1 << script.CapacityLog2;
            (_script, _item, _head) = (script, item, script.FirstPosition);
            _options = new TypedRingOptions
            {
                Capacity = capacity, ReservedItems = script.Reserved % capacity, MaxBatchItems = script.MaxBatch, WhenFull = script.WhenFull,
            };
            _ring = new MpscRing<CoherentFencePoints, T, TSlots>(_options, script.FirstPosition);
        }

        private int Room => _options.Capacity - _entries.Count;

        private PushStatus Status => _entries.Count < _options.SoftLimit ? PushStatus.Published : PushStatus.PublishedSoftFull;

        private IEnumerable<T> Published => _entries.TakeWhile(entry => entry.Content == Content.Item).Select(entry => entry.Item!);

        public void Do()
        {
            foreach (Step step in _script.Steps)
            {
                Do(step);
                Assert.Equal(_entries.Count, _ring.Consumer.Backlog);
            }

            while (_open.Count > 0)
                Close(new Step(Operation.Close, 0, 1));
            _ring.Producer.Complete();
            Assert.Equal(PushStatus.RefusedCompleted, _ring.Producer.Push(_item(0)));
            Assert.False(_ring.Producer.TryClaim(1, out _));
            while (!_ring.Consumer.IsCompleted)
                Take();
            PassHoles();
            Assert.Empty(_entries);
            Assert.Equal((_refused, _dropped), (_ring.Producer.Refused, _ring.Producer.Dropped));
        }

        public void Dispose() => _ring.Dispose();

        private void Do(Step step)
        {
            T[] items = [.. Enumerable.Range(0, step.Count).Select(i => _item(_next + (uint)i))];
            _next += (uint)step.Count;
            switch (step.Operation)
            {
                case Operation.Push when items.Length > 0:
                    int room = Room;
                    Add(items.AsSpan(0, Math.Min(1, room)));
                    Assert.Equal(room > 0 ? Status : Refuse(1), _ring.Producer.Push(items[0]));
                    break;
                case Operation.Push or Operation.PushBatch:
                    int pushed = Math.Min(items.Length, Room);
                    Add(items.AsSpan(0, pushed));
                    PushStatus status = pushed < items.Length ? Refuse(items.Length - pushed) : items.Length == 0 ? PushStatus.Published : Status;
                    Assert.Equal(new PushResult(status, pushed), _ring.Producer.Push(items));
                    break;
                case Operation.Open:
                    Open(Math.Clamp(step.Count, 1, _options.Capacity));
                    break;
                case Operation.Close when _open.Count > 0:
                    Close(step);
                    break;
                case Operation.Take:
                    Take();
                    break;
                case Operation.TakeBatch:
                    T[] target = new T[step.Count];
                    int taken = _ring.Consumer.Take(target);
                    if (step.Count > 0)
                        PassHoles();
                    Assert.Equal(Published.Take(Math.Min(step.Count, _options.MaxBatchItems)), target[..taken]);
                    Remove(taken);
                    break;
                case Operation.TakeInPlace:
                    InPlaceItems<T> shown = _ring.Consumer.TakeInPlace(step.Count);
                    if (step.Count > 0)
                        PassHoles();
                    T[] all = [.. shown.First, .. shown.Second];
                    Assert.Equal(Published.Take(Math.Min(step.Count, _options.MaxBatchItems)), all);
                    shown.Commit(Math.Min(step.Part, all.Length));
                    Remove(Math.Min(step.Part, all.Length));
                    break;
                default:
                    WaitStatus wait = _ring.Consumer.WaitForItems(WaitStrategy.Spin, TimeSpan.Zero);
                    PassHoles();
                    Assert.Equal(Published.Any() ? WaitStatus.Ready : WaitStatus.TimedOut, wait);
                    break;
            }
        }

        private void Open(int count)
        {
            ulong position = _head + (uint)_entries.Count;
            bool isRoom = Room >= count;
            Assert.Equal(isRoom, _ring.Producer.TryClaim(count, out Claim<T> claim));
            Assert.Equal(isRoom ? count : 0, claim.Count);
            if (!isRoom)
            {
                Refuse(count);
                return;
            }

            for (int i = 0; i < count; i++)
                claim[i] = _item(_next + (uint)i);
            _entries.AddRange(Enumerable.Range(0, count).Select(i => (Content.Claimed, (T?)_item(_next + (uint)i))));
            _next += (uint)count;
            _open.Add((position, count)); // a claim cannot be kept: what it would do is done in its place
        }

        private void Close(Step step)
        {
            (ulong position, int count) = _open[step.Count % _open.Count];
            _open.RemoveAt(step.Count % _open.Count);
            int published = step.Part % (count + 1);
            PushStatus status = PushStatus.Published;
            if (step.Part % 5 > 0)
                status = ((IClaimant)_ring.Producer).Commit((uint)position * 2, count, published);
            else
                ((IClaimant)_ring.Producer).Abort((uint)position * 2, count);
            Assert.Equal(step.Part % 5 > 0 ? Status : PushStatus.Published, status);
            for (int i = 0; i < count; i++)
            {
                int place = (int)(position - _head) + i;
                _entries[place] = (step.Part % 5 > 0 && i < published ? Content.Item : Content.Hole, _entries[place].Item);
            }
        }

        private void Take()
        {
            bool isTaken = _ring.Consumer.TryTake(out T? item);
            PassHoles();
            Assert.Equal(Published.Any(), isTaken);
            Assert.Equal(Published.FirstOrDefault(), item);
            Remove(isTaken ? 1 : 0);
        }

        private void PassHoles() => Remove(_entries.TakeWhile(entry => entry.Content == Content.Hole).Count());

        private void Remove(int count)
        {
            _entries.RemoveRange(0, count);
            _head += (uint)count;
        }

        private void Add(ReadOnlySpan<T> items)
        {
            foreach (T item in items)
                _entries.Add((Content.Item, item));
        }

        private PushStatus Refuse(int items)
        {
            if (_options.WhenFull == FullPolicy.DropNewest)
            {
                _dropped += (uint)items;
                return PushStatus.Dropped;
            }

            _refused++;
            return PushStatus.RefusedFull;
        }
    }

    private sealed record Step(Operation Operation, int Count, int Part);

    private sealed record Script(int CapacityLog2, int Reserved, int MaxBatch, FullPolicy WhenFull, ulong FirstPosition, Step[] Steps)
    {
        public override string ToString() =>
            $"2^{CapacityLog2} items, {Reserved} reserved, batches of {MaxBatch}, {WhenFull}, from {FirstPosition}: {string.Join("; ", Steps.AsEnumerable())}";
    }
}
