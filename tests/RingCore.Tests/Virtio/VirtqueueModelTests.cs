using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests.Virtio;

/// <summary>Any interleaving of everything that both sides can do, in rings of any size begun at any place, against lists.</summary>
[Trait("Category", "Packed")]
public sealed class VirtqueueModelTests
{
    private const int MostBuffers = 6;
    private const int MostHeld = 12;

    private enum Operation
    {
        Add,
        AddIndirect,
        Take,
        TakeAgain,
        Complete,
        CompleteSeveral,
        Reclaim,
        ReclaimAgain,
        NeedsKick,
        NeedsCall,
        AskForKicks,
        AskForCalls,
    }

    [Fact]
    public void Any_interleaving_does_what_lists_do() => Properties.ForAll(Scripts(), Shrink, cases: 600, Run);

    private static void Run(Script script)
    {
        using Exchange exchange = new(script);
        foreach (Step step in script.Steps)
            exchange.Do(step);
        exchange.Empty();
    }

    private static Gen<Script> Scripts() =>
        from size in Gen.OneOf(Gen.Choose(1, 9), Gen.Elements(10, 13, 100, 256, PackedDescriptor.MaxEntries))
        from features in Gen.Choose(0, 7)
        from place in Gen.Choose(0, (2 * size) - 1)
        from steps in Gen.ListOf(Steps())
        select new Script(size, (VirtqueueFeatures)features, new PackedPosition(place % size, place < size), [.. steps]);

    private static Gen<Step> Steps() =>
        from operation in Gen.Elements(Enum.GetValues<Operation>())
        from first in Gen.Choose(0, MostBuffers)
        from second in Gen.Choose(0, MostBuffers)
        select new Step(operation, first, second);

    private static IEnumerable<Script> Shrink(Script script) => Properties.WithoutOne(script.Steps).Select(steps => script with { Steps = steps });

    private sealed record Script(int Size, VirtqueueFeatures Features, PackedPosition Start, Step[] Steps)
    {
        public override string ToString() => $"{Size} descriptors, {Features}, from {Start}: {string.Join(' ', Steps.Select(step => $"{step.Operation}({step.First},{step.Second})"))}";
    }

    private sealed record Step(Operation Operation, int First, int Second);

    private sealed class Exchange : IDisposable
    {
        private readonly QueueBlock _block;
        private readonly TableMemory _tables;
        private readonly PackedDriver _driver;
        private readonly PackedDevice _device;
        private readonly ModelQueue _model;
        private readonly VirtqueueBuffer[] _buffers = new VirtqueueBuffer[MostBuffers * 2];
        private readonly VirtqueueFeatures _features;
        private uint _next = 1;

        public Exchange(Script script)
        {
            _block = new QueueBlock(script.Size);
            _tables = new TableMemory(16 * MostBuffers * 2 * PackedDescriptor.Bytes);
            _features = script.Features;
            _driver = new PackedDriver(_block.Memory, script.Features, script.Start);
            _device = new PackedDevice(_block.Memory, script.Features, script.Start);
            _model = new ModelQueue(script.Size, script.Features);
        }

        public void Dispose()
        {
            _block.Dispose();
            _tables.Dispose();
        }

        public void Do(Step step)
        {
            switch (step.Operation)
            {
                case Operation.Add:
                    Add(step, indirect: false);
                    break;
                case Operation.AddIndirect:
                    // As many tables as may be in use at once: the driver writes one again when its chain is back.
                    if (Has(VirtqueueFeatures.Indirect) && _driver.Outstanding < 16)
                        Add(step, indirect: true);
                    break;
                case Operation.Take or Operation.TakeAgain:
                    Take();
                    break;
                case Operation.Complete:
                    Complete(step, several: false);
                    break;
                case Operation.CompleteSeveral:
                    Complete(step, several: true);
                    break;
                case Operation.Reclaim or Operation.ReclaimAgain:
                    Reclaim();
                    break;
                case Operation.NeedsKick:
                    Assert.Equal(_model.NeedsKick(), _driver.NeedsKick());
                    break;
                case Operation.NeedsCall:
                    Assert.Equal(_model.NeedsCall(), _device.NeedsCall());
                    break;
                case Operation.AskForKicks:
                    bool kicks = step.First > 1;
                    bool none = _model.EnableKicks(kicks);
                    if (kicks)
                        Assert.Equal(none, _device.EnableKicks());
                    else
                        _device.DisableKicks();
                    break;
                default:
                    AskForCalls(step);
                    break;
            }

            Assert.Equal(_model.Free, _driver.Free);
            Assert.Equal(_model.Used > 0, _driver.HasUsed);
            Assert.Equal(0UL, _driver.Violations + _device.Violations);
        }

        public void Empty()
        {
            // Not all of it at once: what may be held is limited.
            while (Take() || Complete(new Step(Operation.Complete, 0, 0), several: false) || Reclaim())
            {
            }

            Assert.Equal((_driver.Size, 0, 0), (_driver.Free, _driver.Outstanding, _device.InUse));
            Assert.Equal((_driver.Available, _driver.Used), (_device.Available, _device.Used));
        }

        private bool Has(VirtqueueFeatures feature) => (_features & feature) != 0;

        private VirtqueueBuffer[] Buffers(int count) => [.. Enumerable.Range(0, count).Select(_ => new VirtqueueBuffer((ulong)_next << 20, _next++ % 1000 + 1))];

        private void Add(Step step, bool indirect)
        {
            VirtqueueBuffer[] readable = Buffers(step.First);
            VirtqueueBuffer[] writable = Buffers(step.Second);
            VirtqueueAddStatus expected = _model.Add(readable, writable, indirect, out ulong token);
            int table = (int)(token % 16) * MostBuffers * 2 * PackedDescriptor.Bytes;
            Assert.Equal(expected, indirect
                ? _driver.AddIndirect(readable, writable, token, _tables.Start + table, TableMemory.Base + (ulong)table, MostBuffers * 2)
                : _driver.Add(readable, writable, token));
        }

        private bool Take()
        {
            if (_model.Held.Count == MostHeld)
                return false;
            ModelQueue.Chain? expected = _model.Take();
            Assert.Equal(expected is not null, _device.HasAvailable);
            VirtqueueTakeStatus status = _device.TryTake(_tables.Translate, _buffers, out VirtqueueChain taken);
            Assert.Equal(expected is null ? VirtqueueTakeStatus.Empty : VirtqueueTakeStatus.Taken, status);
            if (expected is null)
                return false;
            Assert.Equal(expected.Readable, _buffers[..taken.Readable]);
            Assert.Equal(expected.Writable, _buffers[taken.Readable..(taken.Readable + taken.Writable)]);
            Assert.Equal((expected.Descriptors, (ulong)expected.WritableBytes), (taken.Descriptors, taken.WritableBytes));
            _model.Held.Add(expected with { Taken = taken });
            return true;
        }

        private bool Complete(Step step, bool several)
        {
            if (_model.Held.Count == 0)
                return false;
            int first = Has(VirtqueueFeatures.InOrder) ? 0 : step.First % _model.Held.Count;
            int count = several ? Math.Min(step.Second + 1, _model.Held.Count - first) : 1;
            VirtqueueChain[] chains = [.. _model.Held.Skip(first).Take(count).Select(chain => chain.Taken)];
            bool batch = several && Has(VirtqueueFeatures.InOrder) && step.First % 2 == 0;
            uint written = (uint)(batch ? chains[^1].WritableBytes / 2 : 0);
            if (batch)
                _device.CompleteBatch(chains, written);
            else if (several)
                _device.CompleteTogether(chains, new uint[count]);
            else
                _device.Complete(chains[0], written = (uint)chains[0].WritableBytes);
            _model.Complete(first, count, written, batch);
            return true;
        }

        private bool Reclaim()
        {
            UsedBuffer? expected = _model.Reclaim();
            Assert.Equal(expected is null ? VirtqueueReclaimStatus.Empty : VirtqueueReclaimStatus.Reclaimed, _driver.TryReclaim(out UsedBuffer used));
            Assert.Equal(expected ?? default, used);
            return expected is not null;
        }

        private void AskForCalls(Step step)
        {
            bool enable = step.First > 1;
            int after = Math.Min(step.Second + 1, _driver.Size);
            bool none = _model.EnableCalls(enable, after);
            if (!enable)
                _driver.DisableCalls();
            else
                Assert.Equal(none, after == 1 ? _driver.EnableCalls() : _driver.EnableCallsAfter(after));
        }
    }
}
