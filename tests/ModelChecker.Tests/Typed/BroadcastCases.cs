using System;
using System.Collections.Generic;
using System.Threading;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>The broadcast ring: no torn item, none twice, none out of order, and every loss counted.</summary>
internal static unsafe class BroadcastCases
{
    // Where 32 bits of the positions wrap.
    private const ulong First = uint.MaxValue;

    internal static IReadOnlyList<TypedCase> All { get; } =
    [
        Case("1 slot, 1 item", name => Make(name, capacity: 1, items: 1)),
        Case("1 slot, 2 items", name => Make(name, capacity: 1, items: 2)),
        Case("2 slots, 3 items", name => Make(name, capacity: 2, items: 3)),
        Case("1 slot, 2 items, and the end", name => Make(name, capacity: 1, items: 2, ends: true)),
        Case("2 slots, 2 items, and the end", name => Make(name, capacity: 2, items: 2, ends: true)),
        Case("1 slot, 1 item, two readers", name => Make(name, capacity: 1, items: 1, readers: 2)),
        Case("1 slot, 2 items, the reader joins", name => Make(name, capacity: 1, items: 2, joins: true)),
        Case("1 slot, 2 items, the reader joins for the oldest", name => Make(name, capacity: 1, items: 2, joins: true, start: BroadcastStart.Oldest)),
        Case("1 slot, 1 item, the reader sleeps", name => Make(name, capacity: 1, items: 1, sleeps: true)),
        Case("1 slot, 1 item, both readers sleep", name => Make(name, capacity: 1, items: 1, readers: 2, sleeps: true)),
        Case("1 slot, 1 item, and the end, the reader sleeps", name => Make(name, capacity: 1, items: 1, ends: true, sleeps: true)),
    ];

    private static TypedCase Case(string name, Func<string, ModelProgram> program) => new("Broadcast", $"broadcast ring, {name}", program);

    private static ModelProgram Make(
        string name, int capacity, uint items, int readers = 1, bool ends = false, bool joins = false, bool sleeps = false,
        BroadcastStart start = BroadcastStart.Next)
    {
        ModelProgram program = new(name) { SpinRounds = 3 };
        TypedMemory memory = BroadcastRing<Fp, PairItem>.MakeMemory(capacity, First);
        Share(program, memory, capacity);
        program.PreparedThread("producer", () =>
        {
            BroadcastRing<Fp, PairItem>.ProducerHandle producer = new(memory, capacity);
            return () =>
            {
                for (ulong i = 0; i < items; i++)
                    producer.Push(PairItem.Of(First + i));
                if (ends)
                    producer.Complete();
            };
        });
        for (int r = 0; r < readers; r++)
        {
            program.PreparedThread(readers == 1 ? "reader" : $"reader{r}", () =>
            {
                BroadcastRing<Fp, PairItem>.ReaderHandle? early = joins ? null : new(memory, capacity, start);
                return () => Read(early ?? new(memory, capacity, start), memory, items, ends, joins, sleeps);
            });
        }

        program.Check = _ =>
        {
            GC.KeepAlive(memory);
            return null;
        };
        return program;
    }

    // Where a reader begins that joins is known with its first item.
    private static void Read(BroadcastRing<Fp, PairItem>.ReaderHandle reader, TypedMemory memory, uint items, bool ends, bool joins, bool sleeps)
    {
        ulong end = First + items;
        ulong? next = joins ? null : First;
        while (ends || next != end)
        {
            if (sleeps)
                _ = Waiter.Sleep<Fp>(reader, memory.ConsumerWaits, Waiter.Deadline.After(Timeout.InfiniteTimeSpan), CancellationToken.None, memory.Requests);
            Model.Attempt();
            ulong lost = reader.Lost;
            BroadcastStatus status = reader.TryRead(out PairItem item);
            if (status == BroadcastStatus.Completed)
            {
                if (next != end)
                    Model.Fail("the end comes before the last item");
                return;
            }

            if (next is null && status == BroadcastStatus.Empty)
                return; // there is no item that it must see
            Model.Assume(status != BroadcastStatus.Empty);
            if (status == BroadcastStatus.Read)
            {
                if (!item.IsWhole)
                    Model.Fail("a torn item");
                if (item.Number != (next ?? item.Number))
                    Model.Fail("an item that is not the next, counting those lost");
                next = item.Number + 1;
            }
            else
            {
                if (reader.Lost == lost)
                    Model.Fail("a lap without a loss");
                next += reader.Lost - lost;
            }
        }
    }

    private static void Share(ModelProgram program, TypedMemory memory, int capacity)
    {
        program.Share("control", memory.Control, TypedRingControl.Bytes);
        program.Label(memory.ConsumerWaits, "readersWait");
        program.Label(memory.ProducerEnded, "ended");
        program.Share("slots", memory.Slots, BroadcastSlots<PairItem>.Bytes(capacity));
        for (int i = 0; i < capacity; i++)
            program.Label(memory.Slots + (3 * sizeof(ulong) * i), $"slot{i}");
        program.Share("published", BroadcastRing<Fp, PairItem>.Published(memory), sizeof(ulong));
    }
}
