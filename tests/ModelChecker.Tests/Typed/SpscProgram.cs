using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>The shipped ring of one producer and one consumer: each run of a party's body has a handle of its own over the one ring's memory.</summary>
internal sealed unsafe class SpscProgram<T>
    where T : unmanaged
{
    private const int WordsPerLine = 32;

    private readonly SpscCase _case;
    private readonly TypedRingOptions _options;
    private readonly TypedMemory _memory;
    private readonly PublishedBlocks _blocks;
    private readonly uint* _data;
    private readonly uint* _done;
    private NativeSlots<T> _slots;

    private SpscProgram(SpscCase spscCase, ModelProgram program)
    {
        _case = spscCase;
        _options = new TypedRingOptions { Capacity = spscCase.Capacity };
        nuint blockBytes = PublishedBlocks.BytesFor(spscCase.Capacity, spscCase.BlockItems);
        _memory = new TypedMemory(NativeSlots<T>.NativeBytes(spscCase.Capacity), spscCase.FirstPosition, blockBytes);
        _blocks = new PublishedBlocks(_memory.Behind, spscCase.Capacity, spscCase.BlockItems, spscCase.FirstPosition);
        _memory.AddHandle(); // The program's: the handles of the runs come and go.
        _slots.Place(_memory.Slots, spscCase.Capacity);
        program.Share("control", _memory.Control, TypedRingControl.Bytes);
        program.Share("blocks", _memory.Behind, blockBytes);
        for (int i = 0; i < spscCase.Capacity; i += spscCase.BlockItems)
            program.Label(_blocks.Word((ulong)i), $"block{i / spscCase.BlockItems}");
        program.Label(_memory.Claim, "claim");
        program.Label(_memory.Head, "head");
        program.Label(_memory.ConsumerWaits, "consumerWaits");
        program.Label(_memory.ProducerWaits, "producerWaits");
        program.Label(_memory.ProducerEnded, "producerEnded");
        program.Label(_memory.ConsumerEnded, "consumerEnded");
        program.Share("slots", _memory.Slots, NativeSlots<T>.NativeBytes(spscCase.Capacity));
        for (int i = 0; i < spscCase.Capacity; i++)
            program.Label(_memory.Slots + (i * sizeof(T)), $"slot{i}");
        _data = Words(program, "data");
        _done = Words(program, "done");
    }

    public static ModelProgram Make(string name, SpscCase spscCase)
    {
        ModelProgram program = new(name);
        SpscProgram<T> ring = new(spscCase, program);
        program.PreparedThread("producer", ring.Producer);
        program.PreparedThread("consumer", ring.Consumer);
        program.Check = ring.Check;
        return program;
    }

    private Action Producer()
    {
        SpscRing<Fp, T, NativeSlots<T>>.ProducerHandle handle = new(_memory, _blocks, _slots, _options);
        return () =>
        {
            for (int done = 0; done < _case.Items;)
            {
                T[] items = [.. Enumerable.Range(done, Math.Min(_case.Batch, _case.Items - done)).Select(Item)];
                for (int i = 0; i < items.Length && _case.Data; i++)
                    Fp.WritePlain(_data + (WordsPerLine * (done + i)), 1);
                if (_case.ProducerSleeps)
                    Sleep(handle, _memory.ProducerWaits);
                if (_case.ConsumerDies && done == _case.Capacity)
                    return; // It was woken, and need not find room.
                Model.Attempt();
                int pushed = Push(handle, items);
                Model.Assume(pushed > 0);
                for (int i = done; i < done + pushed && _case.InPlace; i++)
                {
                    if (i >= _case.Capacity)
                        Model.Note("done", Fp.ReadPlain(_done + (WordsPerLine * (i - _case.Capacity))));
                }

                done += pushed;
            }

            if (_case.Completes)
                handle.Complete();
        };
    }

    private int Push(SpscRing<Fp, T, NativeSlots<T>>.ProducerHandle handle, T[] items)
    {
        if (!_case.InPlace)
            return items.Length > 1 ? handle.Push(items).Pushed : handle.Push(items[0]) <= PushStatus.PublishedSoftFull ? 1 : 0;
        if (!handle.TryClaim(Math.Min(items.Length, _case.Capacity), out Claim<T> claim))
            return 0;
        for (int i = 0; i < claim.Count; i++)
        {
            fixed (T* item = &items[i])
                WordCopies.Write<Fp>((byte*)Unsafe.AsPointer(ref claim[i]), (byte*)item, (nuint)sizeof(T));
        }

        claim.Commit();
        return claim.Count;
    }

    private Action Consumer()
    {
        SpscRing<Fp, T, NativeSlots<T>>.ConsumerHandle handle = new(_memory, _blocks, _slots, _options);
        return () =>
        {
            if (_case.ConsumerDies)
            {
                handle.Dispose();
                return;
            }

            for (int done = 0; done < _case.Items || _case.Completes;)
            {
                if (_case.ConsumerSleeps)
                    Sleep(handle, _memory.ConsumerWaits);
                Model.Attempt();
                int taken = Take(handle, Math.Min(_case.Batch, Math.Max(1, _case.Items - done)));
                bool isCompleted = taken == 0 && _case.Completes && handle.IsCompleted;
                Model.Assume(taken > 0 || isCompleted);
                if (isCompleted)
                    return;
                done += taken;
            }
        };
    }

    private int Take(SpscRing<Fp, T, NativeSlots<T>>.ConsumerHandle handle, int wanted)
    {
        if (_case.InPlace)
        {
            InPlaceItems<T> shown = handle.TakeInPlace(wanted);
            ReadInPlace(shown.First);
            ReadInPlace(shown.Second);
            shown.Commit(shown.Count);
            return shown.Count;
        }

        T[] items = new T[wanted];
        int taken = wanted > 1 ? handle.Take(items) : handle.TryTake(out items[0]) ? 1 : 0;
        foreach (T item in items.AsSpan(0, taken))
            Observe(item);
        return taken;
    }

    // The caller's own plain loads from the spans: here they go through the door, to be seen.
    private void ReadInPlace(ReadOnlySpan<T> items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            T item;
            WordCopies.Read<Fp>((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in items[i])), (byte*)&item, (nuint)sizeof(T));
            Observe(item);
            int number = Number(item);
            if (number >= 0)
                Fp.WritePlain(_done + (WordsPerLine * number), 1);
        }
    }

    private void Observe(T item)
    {
        int number = Number(item);
        Model.Note("taken", (ulong)(uint)number);
        if (_case.Data && number >= 0)
            Model.Note("data", Fp.ReadPlain(_data + (WordsPerLine * number)));
    }

    private static void Sleep(IWaitCondition condition, uint* waits) =>
        Waiter.Sleep<Fp>(condition, waits, new Waiter.Deadline(Timeout.InfiniteTimeSpan), CancellationToken.None);

    // Every word of an item is its own, and none is zero.
    private static T Item(int number)
    {
        T item = default;
        for (int i = 0; i < sizeof(T) / sizeof(uint); i++)
            ((uint*)&item)[i] = (uint)((number + 1) << 4 | i);
        return item;
    }

    // -1 for what is no item.
    private int Number(T item)
    {
        int number = (int)(*(uint*)&item >> 4) - 1;
        return number >= 0 && number < _case.Items && Item(number).Equals(item) ? number : -1;
    }

    // A word for each item, in lines of their own.
    private uint* Words(ModelProgram program, string name)
    {
        uint* words = (uint*)program.Block(name, (nuint)(WordsPerLine * sizeof(uint) * _case.Items));
        for (int i = 0; i < _case.Items; i++)
            program.Label(words + (WordsPerLine * i), $"{name}[{i}]");
        return words;
    }

    private string? Check(Execution execution)
    {
        List<ulong> taken = [.. execution.Values(1, "taken")];
        if (!taken.SequenceEqual(Enumerable.Range(0, _case.ConsumerDies ? 0 : _case.Items).Select(i => (ulong)i)))
            return $"took {string.Join(' ', taken.Select(t => t < (ulong)_case.Items ? $"{t}" : "?"))}";
        if (execution.Observations().Any(o => o is { Name: "data", Value: 0 }))
            return "took an item without what was written before its push";
        return execution.Observations().Any(o => o is { Name: "done", Value: 0 }) ? "pushed into a slot that its consumer was not done with" : null;
    }
}
