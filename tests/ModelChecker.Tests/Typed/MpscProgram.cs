using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>The shipped ring of many producers: each run of a party's body has a handle of its own over the one ring's memory.</summary>
/// <typeparam name="TItem">The items.</typeparam>
internal sealed unsafe class MpscProgram<TItem>
    where TItem : unmanaged, IModelItem<TItem>
{
    // Where twice the position wraps in 32 bits, a lap or two into the run.
    private const ulong First = (1UL << 31) - 2;

    private readonly MpscCase _case;
    private readonly TypedRingOptions _options;
    private readonly TypedMemory _memory;
    private readonly NativeSlots<TItem> _slots;
    private readonly uint* _last;

    private MpscProgram(MpscCase mpscCase, ModelProgram program)
    {
        _case = mpscCase;
        _options = new TypedRingOptions { Capacity = mpscCase.Capacity };
        _memory = MpscRing<Fp, TItem, NativeSlots<TItem>>.MakeMemory(_options, First, out _slots);
        _memory.AddHandle(); // The program's: the handles of the runs come and go.
        MpscRing<Fp, TItem, NativeSlots<TItem>>.ProducerHandle before = new(_memory, _slots, _options);
        for (int i = 0; i < mpscCase.Before; i++)
            before.Push(Item(9, i));
        program.Share("control", _memory.Control, TypedRingControl.Bytes);
        program.Label(_memory.Tail, "tail");
        program.Label(_memory.Limit, "limit");
        program.Label(_memory.Head, "head");
        program.Label(_memory.ConsumerWaits, "consumerWaits");
        program.Label(_memory.ProducerWaits, "producerWaits");
        program.Label(_memory.ProducerEnded, "producerEnded");
        program.Label(_memory.ConsumerEnded, "consumerEnded");
        program.Label(_memory.Skips, "skips");
        program.Share("slots", _memory.Slots, NativeSlots<TItem>.NativeBytes(mpscCase.Capacity));
        program.Share("words", _memory.Behind, MpscWords.Bytes(mpscCase.Capacity));
        _last = program.Word("last");
        MpscWords words = new(_memory.Behind, _options.Mask);
        for (uint i = 0; i < mpscCase.Capacity; i++)
        {
            program.Label(_memory.Slots + (i * sizeof(TItem)), $"slot{i}");
            program.Label(words.State(2 * i), $"state{i}");
            program.Label(words.Mark(2 * i), $"mark{i}");
        }
    }

    private int Total => _case.Before + _case.Pushes.Sum();

    public static ModelProgram Make(string name, MpscCase mpscCase)
    {
        ModelProgram program = new(name) { SpinRounds = 8 };
        MpscProgram<TItem> ring = new(mpscCase, program);
        for (int p = 0; p < mpscCase.Pushes.Count; p++)
        {
            int producer = p;
            program.PreparedThread($"producer{p}", () => ring.Producer(producer));
        }

        program.PreparedThread("consumer", ring.Consumer);
        program.Check = ring.Check;
        return program;
    }

    /// <summary>
    /// A producer that pushes, and another that leaves behind what 2^31 claims do, one less or more, and a full ring. Nobody pushes into that.
    /// </summary>
    public static ModelProgram MakeSleeper(string name, int more)
    {
        ModelProgram program = new(name) { SpinRounds = 8 };
        MpscProgram<TItem> ring = new(new MpscCase(Capacity: 2, [1]), program);
        program.PreparedThread("sleeper", () =>
        {
            MpscRing<Fp, TItem, NativeSlots<TItem>>.ProducerHandle handle = new(ring._memory, ring._slots, ring._options);
            return () => handle.Push(Item(0, 0));
        });
        program.PreparedThread("all others", () =>
        {
            MpscRing<Fp, TItem, NativeSlots<TItem>>.ProducerHandle handle = new(ring._memory, ring._slots, ring._options);
            return () =>
            {
                uint tail = (uint)(First << 1) + (uint)(2 * more);
                uint head = tail - 4;
                Fp.StoreRelease(ring._memory.Head, head);
                Fp.StoreRelease((ulong*)ring._memory.Tail, (ulong)(head + 2) << 32 | tail); // the limit stands behind the tail
                Fp.FullFence();
                if (handle.Push(Item(1, 0)) != PushStatus.RefusedFull)
                    Model.Fail("an item over one that is not taken");
            };
        });
        program.Check = _ =>
        {
            GC.KeepAlive(ring);
            return null;
        };
        return program;
    }

    private Action Producer(int producer)
    {
        MpscRing<Fp, TItem, NativeSlots<TItem>>.ProducerHandle handle = new(_memory, _slots, _options);
        return () =>
        {
            if (_case.Aborts)
            {
                Model.Attempt();
                Model.Assume(handle.TryClaim(1, out Claim<TItem> claim));
                claim.Dispose();
            }

            for (int done = 0; done < _case.Pushes[producer]; done += _case.Batch)
            {
                if (_case.ProducersSleep)
                    Sleep(handle, _memory.ProducerWaits, _memory.Requests);
                TItem[] items = [.. Enumerable.Range(done, _case.Batch).Select(i => Item(producer, i))];
                PushResult result;
                int retries = _case.Retries;
                do
                {
                    Model.Attempt();
                    result = items.Length > 1 ? handle.Push(items) : One(handle.Push(items[0]));
                }
                while (result.Status == PushStatus.RefusedFull && retries-- > 0);

                Model.Assume(result.Status != PushStatus.RefusedFull);
                for (int i = 0; i < items.Length; i++)
                {
                    bool isIn = i >= items.Length - result.Pushed;
                    Model.Note(isIn ? "published" : result.Status == PushStatus.RefusedSkipped ? "refused" : "ended", items[i].Number);
                }
            }

            if (!_case.Completes || producer > 0)
                return;
            Fp.WritePlain(_last, 1);
            handle.Complete();
        };
    }

    private Action Consumer()
    {
        MpscRing<Fp, TItem, NativeSlots<TItem>>.ConsumerHandle handle = new(_memory, _slots, _options);
        return () =>
        {
            int skips = _case.Skips;
            for (int done = 0; done < Total || _case.Completes;)
            {
                if (_case.ConsumerSleeps)
                    Sleep(handle, _memory.ConsumerWaits);
                Model.Attempt();
                TItem[] items = new TItem[_case.Batch];
                int taken = items.Length > 1 ? handle.Take(items) : handle.TryTake(out items[0]) ? 1 : 0;
                foreach (TItem item in items.AsSpan(0, taken))
                    Observe(item);
                done += taken;
                if (taken == 0 && skips > 0 && handle.LookForStall(out RingStall stall))
                {
                    skips--;
                    if (handle.SkipStalled(stall.Position) != SkipStatus.Skipped)
                        continue;
                    Model.Note("skipped", stall.Position);
                    done++;
                }
                else if (taken == 0)
                {
                    bool isCompleted = _case.Completes && handle.IsCompleted;
                    if (isCompleted && handle.Ending != RingEnding.Completed)
                        Model.Fail($"ended as {handle.Ending}");
                    Model.Assume(isCompleted);
                    if (Fp.ReadPlain(_last) == 0)
                        Model.Fail("the end is seen before what was written ahead of it");
                    return;
                }
            }
        };
    }

    private static ulong Number(int producer, int item) => (ulong)((producer + 1) << 8 | item);

    private static TItem Item(int producer, int item) => TItem.Of(Number(producer, item));

    private static void Observe(TItem item)
    {
        if (!item.IsWhole)
            Model.Fail("a torn item");
        Model.Note("taken", item.Number);
    }

    private static PushResult One(PushStatus status) => new(status, status <= PushStatus.PublishedSoftFull ? 1 : 0);

    private static void Sleep(IWaitCondition condition, uint* waits, uint* requests = null) =>
        _ = Waiter.Sleep<Fp>(condition, waits, Waiter.Deadline.After(Timeout.InfiniteTimeSpan), CancellationToken.None, requests);

    private string? Check(Execution execution)
    {
        int consumer = _case.Pushes.Count;
        List<ulong> taken = [.. execution.Values(consumer, "taken")];
        int refused = 0;
        IEnumerable<ulong> published = Enumerable.Range(0, _case.Before).Select(i => Number(9, i));
        for (int p = 0; p < consumer; p++)
        {
            published = published.Concat(execution.Values(p, "published"));
            refused += execution.Values(p, "refused").Count();
        }

        string text = $"taken {string.Join(' ', taken)}, published {string.Join(' ', published)}";
        if (!taken.Order().SequenceEqual(published.Order()))
            return text;
        foreach (IGrouping<ulong, ulong> items in taken.GroupBy(item => item >> 8))
        {
            if (!items.Order().SequenceEqual(items))
                return $"{text}: a producer's items are out of order";
        }

        int skipped = execution.Values(consumer, "skipped").Count();
        return refused == skipped ? null : $"{text}, skipped {skipped}, refused {refused}";
    }
}
