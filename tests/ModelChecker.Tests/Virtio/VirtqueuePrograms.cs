using System;
using System.Linq;
using RingCore.Layouts;
using Driver = RingCore.VirtqueueDriver<RingCore.ModelChecker.ModelFencePoints>;
using Device = RingCore.VirtqueueDevice<RingCore.ModelChecker.ModelFencePoints>;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Virtio;

/// <summary>The shipped driver and device as a program's threads, with a request and an answer in memory for each chain.</summary>
internal static unsafe class VirtqueuePrograms
{
    private const uint Requested = 100;
    private const uint Answered = 200;

    /// <summary>Chains there and back.</summary>
    public static ModelProgram Exchange(string name, ExchangeShape shape)
    {
        ModelProgram program = new(name);
        VirtqueueMemory memory = Queue(program, shape.Size);
        int words = shape.RunsAhead ? shape.Groups.Length : shape.Groups.Max(group => group.Length);
        uint* requests = (uint*)program.Block("requests", (nuint)words * sizeof(uint));
        uint* answers = (uint*)program.Block("answers", (nuint)words * sizeof(uint));
        byte* tables = (shape.Features & VirtqueueFeatures.Indirect) == 0 ? null : (byte*)program.Block("table", 4 * PackedDescriptor.Bytes);
        program.PreparedThread("driver", () =>
        {
            Driver driver = new(memory, shape.Features);
            return () => Drive(driver, shape, requests, answers, tables);
        });
        program.PreparedThread("device", () =>
        {
            Device device = new(memory, shape.Features);
            return () => Serve(device, shape, requests, answers, tables);
        });
        return program;
    }

    /// <summary>The device asks for a kick and sleeps where it finds fewer chains than it wants.</summary>
    public static ModelProgram DeviceSleeps(string name, VirtqueueFeatures features, int chains)
    {
        ModelProgram program = new(name) { SpinRounds = 3 };
        VirtqueueMemory memory = Queue(program, 2);
        uint* kicks = program.Word("kicks");
        program.PreparedThread("driver", () =>
        {
            Driver driver = new(memory, features);
            return () =>
            {
                for (uint i = 0; i < chains; i++)
                {
                    driver.Add([new VirtqueueBuffer(i, 1)], [], i);
                    Notify(driver.NeedsKick(), kicks, i + 1);
                }

                Faithful(driver.Violations);
            };
        });
        program.PreparedThread("device", () =>
        {
            Device device = new(memory, features);
            return () =>
            {
                VirtqueueBuffer[] buffers = new VirtqueueBuffer[2];
                for (uint i = 0; i < chains; i++)
                {
                    while (device.TryTake(buffers, out _) != VirtqueueTakeStatus.Taken)
                        Sleep(device.EnableKicks, kicks);
                }
            };
        });
        return program;
    }

    /// <summary>The driver asks for a call and sleeps where it finds fewer chains than it wants.</summary>
    public static ModelProgram DriverSleeps(string name, VirtqueueFeatures features, int chains)
    {
        ModelProgram program = new(name) { SpinRounds = 3 };
        VirtqueueMemory memory = Queue(program, 2);
        uint* calls = program.Word("calls");
        program.PreparedThread("device", () =>
        {
            Device device = new(memory, features);
            return () =>
            {
                VirtqueueBuffer[] buffers = new VirtqueueBuffer[2];
                for (uint i = 0; i < chains; i++)
                {
                    Model.Attempt();
                    Model.Assume(device.TryTake(buffers, out VirtqueueChain chain) == VirtqueueTakeStatus.Taken);
                    device.Complete(chain, 0);
                    Notify(device.NeedsCall(), calls, i + 1);
                }

                Faithful(device.Violations);
            };
        });
        program.PreparedThread("driver", () =>
        {
            Driver driver = new(memory, features);
            return () =>
            {
                for (uint i = 0; i < chains; i++)
                    driver.Add([new VirtqueueBuffer(i, 1)], [], i);
                for (uint i = 0; i < chains; i++)
                {
                    while (driver.TryReclaim(out _) != VirtqueueReclaimStatus.Reclaimed)
                        Sleep(driver.EnableCalls, calls);
                }
            };
        });
        return program;
    }

    private static VirtqueueMemory Queue(ModelProgram program, int size)
    {
        byte* descriptors = (byte*)program.Block("ring", (nuint)size * PackedDescriptor.Bytes);
        uint* driverEvent = program.Word("driverEvent", (uint)PackedEventSuppression.Disable << PackedEventSuppression.FlagsShift);
        uint* deviceEvent = program.Word("deviceEvent", (uint)PackedEventSuppression.Disable << PackedEventSuppression.FlagsShift);
        for (int i = 0; i < size; i++)
        {
            byte* descriptor = descriptors + (i * PackedDescriptor.Bytes);
            program.Label(descriptor, $"descriptor{i}.address");
            program.Label(descriptor + PackedDescriptor.LengthOffset, $"descriptor{i}.length");
            program.Label(descriptor + PackedDescriptor.IdAndFlagsOffset, $"descriptor{i}.flags");
        }

        return new VirtqueueMemory(size, (nint)descriptors, (nint)driverEvent, (nint)deviceEvent);
    }

    private static void Drive(Driver driver, ExchangeShape shape, uint* requests, uint* answers, byte* tables)
    {
        uint added = 0;
        uint reclaimed = 0;
        uint total = (uint)shape.Groups.Sum(group => group.Length);
        foreach (int[] group in shape.Groups)
        {
            while (shape.RunsAhead ? driver.Free < group[0] : driver.Outstanding > 0)
                Reclaim(driver, shape, answers, ref reclaimed);
            foreach (int buffers in group)
            {
                Fp.WritePlain(requests + Word(shape, added), Requested + added);
                // The last buffer is the device's to write.
                VirtqueueBuffer[] chain = [.. Enumerable.Range(0, buffers).Select(i => Buffer(added, i))];
                VirtqueueAddStatus status = tables != null
                    ? driver.AddIndirect(chain.AsSpan(0, buffers - 1), chain.AsSpan(buffers - 1), added, (nint)tables, 0, 4)
                    : driver.Add(chain.AsSpan(0, buffers - 1), chain.AsSpan(buffers - 1), added);
                if (status != VirtqueueAddStatus.Added)
                    Model.Fail($"chain {added}: {status}");
                added++;
            }
        }

        while (reclaimed < total)
            Reclaim(driver, shape, answers, ref reclaimed);
    }

    private static void Reclaim(Driver driver, ExchangeShape shape, uint* answers, ref uint reclaimed)
    {
        Model.Attempt();
        VirtqueueReclaimStatus status = driver.TryReclaim(out UsedBuffer used);
        Faithful(driver.Violations);
        bool seenTogether = shape.Together && shape.Features == VirtqueueFeatures.None && PlaceInGroup(shape, reclaimed) > 0;
        if (seenTogether && status == VirtqueueReclaimStatus.Empty)
            Model.Fail("a part of a request is seen");
        Model.Assume(status == VirtqueueReclaimStatus.Reclaimed);
        uint expected = Order(shape, reclaimed++);
        uint written = shape.Together && shape.Features == VirtqueueFeatures.InOrder && PlaceInGroup(shape, reclaimed) != 0 ? Buffer(expected, 0).Length : Written(expected);
        if (used.Token != expected || used.Written != written)
            Model.Fail($"chain {used.Token} comes back with {used.Written} instead of chain {expected} with {written}");
        uint answer = Fp.ReadPlain(answers + Word(shape, expected));
        if (answer != Answered + expected)
            Model.Fail($"chain {expected} comes back with answer {answer}");
    }

    private static void Serve(Device device, ExchangeShape shape, uint* requests, uint* answers, byte* tables)
    {
        uint next = 0;
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[4];
        foreach (int[] group in shape.Groups)
        {
            VirtqueueChain[] chains = new VirtqueueChain[group.Length];
            uint first = next;
            for (int i = 0; i < group.Length; i++)
            {
                Model.Attempt();
                VirtqueueTakeStatus status = device.TryTake(new OneTable(tables), buffers, out chains[i]);
                Faithful(device.Violations);
                Model.Assume(status == VirtqueueTakeStatus.Taken);
                uint chain = next++;
                for (int k = 0; k < group[i]; k++)
                {
                    if (chains[i].Readable != group[i] - 1 || chains[i].Writable != 1 || buffers[k] != Buffer(chain, k))
                        Model.Fail($"chain {chain} arrives as another");
                }

                uint request = Fp.ReadPlain(requests + Word(shape, chain));
                if (request != Requested + chain)
                    Model.Fail($"chain {chain} arrives with request {request}");
                Fp.WritePlain(answers + Word(shape, chain), Answered + chain);
            }

            GiveBack(device, shape, chains, first);
        }
    }

    private static void GiveBack(Device device, ExchangeShape shape, VirtqueueChain[] chains, uint first)
    {
        uint[] written = [.. Enumerable.Range(0, chains.Length).Select(i => Written(first + (uint)i))];
        if (shape.Together && shape.Features == VirtqueueFeatures.InOrder)
        {
            device.CompleteBatch(chains, written[^1]);
        }
        else if (shape.Together)
        {
            device.CompleteTogether(chains, written);
        }
        else
        {
            for (int i = 0; i < chains.Length; i++)
            {
                int place = shape.Reversed ? chains.Length - 1 - i : i;
                device.Complete(chains[place], written[place]);
            }
        }
    }

    private static VirtqueueBuffer Buffer(uint chain, int place) => new((chain * 16) + (uint)place, 4 + chain);

    private static uint Written(uint chain) => 1 + chain;

    private static uint Word(ExchangeShape shape, uint chain) => shape.RunsAhead ? chain : PlaceInGroup(shape, chain);

    /// <summary>The chain that comes back as this one in number.</summary>
    private static uint Order(ExchangeShape shape, uint number)
    {
        uint place = PlaceInGroup(shape, number);
        uint last = number;
        while (PlaceInGroup(shape, last + 1) != 0)
            last++;
        return shape.Reversed ? last - place : number;
    }

    private static uint PlaceInGroup(ExchangeShape shape, uint chain)
    {
        foreach (int[] group in shape.Groups)
        {
            if (chain < group.Length)
                return chain;
            chain -= (uint)group.Length;
        }

        return 0;
    }

    private static void Notify(bool wanted, uint* word, uint value)
    {
        if (!wanted)
            return;
        Fp.StoreRelease(word, value);
        Fp.Wake(word);
    }

    /// <summary>An event file: what has rung since it was looked at before asking ends the sleep at once.</summary>
    private static void Sleep(Func<bool> ask, uint* word)
    {
        uint rung = Fp.LoadAcquire(word);
        if (ask())
            Fp.Wait(word, rung, -1);
    }

    private static void Faithful(ulong violations)
    {
        if (violations != 0)
            Model.Fail("a faithful peer is accused");
    }

    private readonly struct OneTable(byte* table) : IGuestMemory
    {
        public bool TryTranslate(ulong address, uint length, out byte* start)
        {
            start = table;
            return table != null;
        }
    }
}
