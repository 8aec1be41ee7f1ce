using System;
using System.Runtime;
using System.Threading;
using RingCore;
using RingCore.Layouts;
using RingCore.Tests;

// Runs each shape until the JIT has compiled it for good; the tests read what it printed.
const int Rounds = 40;
const int Operations = 200;
const int Calls = 5;
const int QuietRounds = 50;
const int LongestRounds = 12_000; // two minutes

long compiled = 0;
int quiet = 0;
Type kind = typeof(int);
Console.WriteLine(RunShapes());

// What the disposes had compiled is printed before the process ends: the JIT's background thread would print it into a file that is closed.
for (quiet = 0; !IsQuiet();)
    Look();

int RunShapes()
{
    SlotTable slots = new(new MemorySlot(0, 0, 1 << 20));
    using FlaggedDirtyRing flagged = new(4096);
    using FlaggedPageRing pages = new(4096, slots);
    using IndexedDirtyRing indexed = new(4096);
    using PackedDirtyRing packed = new(4095);
    using VmDirtyRing vm = new(4096);
    using GuardedDirtyRing shadowed = new(4096);
    using GuardedDirtyRing compatible = new(4096, trust: PeerTrust.KernelCompatible);
    using SingleRings singles = new(slots);
    using SharedShapes shared = new();
    DirtyPage[] buffer = new DirtyPage[Operations];
    RingShapes.CountingSink sink = default;
    for (int round = 0; round < Rounds || !IsQuiet(); round++)
    {
        for (uint i = 0; i < Operations; i++)
        {
            DirtyPage page = new(0, i * 3);
            buffer[i] = page;
            _ = RingShapes.PushFlagged(flagged.Producer, page);
            _ = RingShapes.PushPageAddress(pages.Producer, page);
            _ = RingShapes.PushVm(vm.Producer, page);
            _ = RingShapes.PushIndexed(indexed.Producer, page);
            _ = RingShapes.PushPacked(packed.Producer, page);
            _ = RingShapes.PushGuarded(shadowed.Producer, page);
            _ = RingShapes.PushGuarded(compatible.Producer, page);
        }

        _ = vm.Collector.Harvest(buffer);
        _ = vm.Resetter.Reset(ref sink);
        _ = shadowed.Collector.Harvest(buffer);
        _ = compatible.Collector.Harvest(buffer);
        _ = RingShapes.ResetGuarded(shadowed.Resetter, ref sink);
        _ = RingShapes.ResetGuarded(compatible.Resetter, ref sink);
        for (int i = 0; i < Operations; i += 10)
        {
            Span<DirtyPage> part = buffer.AsSpan(i, 10);
            _ = RingShapes.HarvestFlagged(flagged.Collector, part);
            _ = RingShapes.HarvestPageAddress(pages.Collector, part);
            _ = RingShapes.HarvestIndexed(indexed.Collector, part);
            _ = RingShapes.HarvestPacked(packed.Collector, part);
            _ = RingShapes.ResetPacked(packed.Resetter, ref sink);
            _ = RingShapes.ResetFlagged(flagged.Resetter, ref sink);
            _ = RingShapes.ResetPageAddress(pages.Resetter, ref sink);
            _ = RingShapes.ResetIndexed(indexed.Resetter, ref sink);
        }

        for (int i = 0; i < Calls; i++)
        {
            singles.Run();
            BurstShapes.Run(singles);
            shared.Run();
        }

        LoopShapes.Run((uint)round);
        VirtqueueShapes.Run();
        Look();
    }

    return sink.Calls;
}

// Quiet because all is compiled, and not because the background thread does not come to run: what stands last in its line is compiled too, and alone.
bool IsQuiet()
{
    if (quiet < QuietRounds)
        return false;
    long before = Canary.Release(ref kind);
    for (int i = 0; i < LongestRounds && JitInfo.GetCompiledMethodCount() == before; i++)
        Thread.Sleep(10);
    Thread.Sleep(10);
    quiet = 0;
    compiled = JitInfo.GetCompiledMethodCount();
    return compiled == before + 1;
}

void Look()
{
    Thread.Sleep(10); // the JIT's background thread, which on a busy machine lags behind
    quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
    compiled = JitInfo.GetCompiledMethodCount();
}
