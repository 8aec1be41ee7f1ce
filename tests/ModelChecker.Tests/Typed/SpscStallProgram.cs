using System;
using System.Linq;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;
using Ring = RingCore.SpscRing<RingCore.ModelChecker.ModelFencePoints, ulong, RingCore.NativeSlots<ulong>>;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>
/// The shipped ring of one producer and one consumer, which looks for stalls: none is told of where the item is to be seen, nor where nothing is claimed, and that of
/// a dead producer is found.
/// </summary>
internal sealed unsafe class SpscStallProgram
{
    private readonly SpscStallCase _case;
    private readonly TypedRingOptions _options;
    private readonly TypedMemory _memory;
    private readonly PublishedBlocks _blocks;
    private readonly uint* _told;
    private NativeSlots<ulong> _slots;

    private SpscStallProgram(SpscStallCase stallCase, ModelProgram program)
    {
        _case = stallCase;
        _options = new TypedRingOptions { Capacity = stallCase.Capacity };
        nuint blockBytes = PublishedBlocks.BytesFor(stallCase.Capacity, blockItems: 1);
        _memory = new TypedMemory(NativeSlots<ulong>.NativeBytes(stallCase.Capacity), stallCase.FirstPosition, blockBytes);
        _blocks = new PublishedBlocks(_memory.Behind, stallCase.Capacity, blockItems: 1, stallCase.FirstPosition);
        _memory.AddHandle(); // The program's: the handles of the runs come and go.
        _slots.Place(_memory.Slots, stallCase.Capacity);
        program.Share("control", _memory.Control, TypedRingControl.Bytes);
        program.Share("blocks", _memory.Behind, blockBytes);
        program.Share("slots", _memory.Slots, NativeSlots<ulong>.NativeBytes(stallCase.Capacity));
        program.Label(_memory.Claim, "claim");
        program.Label(_memory.Head, "head");
        program.Label(_memory.ConsumerWaits, "consumerWaits");
        program.Label(_memory.ProducerWaits, "producerWaits");
        for (int i = 0; i < stallCase.Capacity; i++)
        {
            program.Label(_blocks.Word((ulong)i), $"block{i}");
            program.Label(_memory.Slots + (i * sizeof(ulong)), $"slot{i}");
        }

        _told = program.Word("told");
    }

    public static ModelProgram Make(string name, SpscStallCase stallCase)
    {
        ModelProgram program = new(name);
        SpscStallProgram ring = new(stallCase, program);
        program.PreparedThread("producer", ring.Producer);
        program.PreparedThread("consumer", ring.Consumer);
        program.Check = ring.Check;
        return program;
    }

    private Action Producer()
    {
        Ring.ProducerHandle handle = new(_memory, _blocks, _slots, _options);
        return () =>
        {
            for (int step = 0; step < _case.Steps.Length; step++)
            {
                Model.Attempt();
                ulong item = _case.PositionOf(step) + 1;
                if (!SpscStallCase.Claiming.Contains(_case.Steps[step]))
                {
                    Model.Assume(handle.Push(item) <= PushStatus.PublishedSoftFull);
                }
                else
                {
                    Model.Assume(handle.TryClaim(1, out Claim<ulong> claim));
                    Tell((2 * step) + 1);
                    if (_case.Steps[step] == 'D')
                        return;
                    fixed (ulong* slot = claim.First)
                        Fp.WritePlain(slot, item);
                    if (_case.Steps[step] != 'A')
                        claim.Commit(_case.Steps[step] == 'C' ? 1 : 0);
                    claim.Dispose();
                }

                Tell(2 * (step + 1));
            }
        };
    }

    // A release: the consumer that sees it is after all that the producer has done before.
    private void Tell(int number)
    {
        if (_case.Tells)
            Fp.StoreRelease(_told, (uint)number);
    }

    private Action Consumer()
    {
        Ring.ConsumerHandle handle = new(_memory, _blocks, _slots, _options);
        return () =>
        {
            for (int taken = 0; taken < _case.Items; taken++)
            {
                Model.Attempt();
                Look(handle, taken);
                Model.Assume(handle.TryTake(out ulong item));
                Model.Note("taken", item);
            }

            Model.Attempt();
            bool isStalled = Look(handle, _case.Items);
            if (_case.Dies)
                Model.Assume(isStalled);
        };
    }

    private bool Look(Ring.ConsumerHandle handle, int taken)
    {
        ulong position = _case.FirstPosition + (ulong)taken;
        int told = _case.Tells ? (int)Fp.LoadAcquire(_told) : 0;
        // By another's eyes: the consumer's handle is to find out on its own, but no later look can see less.
        bool isVisible = (int)(Fp.ReadOnce(_blocks.Word(position)) - (uint)position) > 0;
        bool isStalled = handle.LookForStall(out RingStall stall);
        bool mayBe = !isVisible && Enumerable.Range(told / 2, _case.Steps.Length - (told / 2)).Any(step =>
            SpscStallCase.Claiming.Contains(_case.Steps[step]) && _case.PositionOf(step) == position);
        bool mustBe = _case.Dies && taken == _case.Items && told == (2 * _case.Steps.Length) - 1;
        if (isStalled && !mayBe)
            Model.Fail(isVisible ? "a stall is told of where the item is to be seen" : "a stall is told of where nothing is claimed");
        if (isStalled && stall.Position != position)
            Model.Fail("a stall is told of somewhere else");
        if (mustBe && !isStalled)
            Model.Fail("no stall is told of, though its claim has been");
        return isStalled;
    }

    private string? Check(Execution execution)
    {
        ulong[] taken = [.. execution.Values(1, "taken")];
        return taken.SequenceEqual(Enumerable.Range(1, _case.Items).Select(i => _case.FirstPosition + (ulong)i)) ? null : $"took {string.Join(' ', taken)}";
    }
}
