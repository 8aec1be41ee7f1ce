using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>Loops over a burst that is handed over by value, written once for every design.</summary>
internal static class BurstShapes
{
    private const uint Pages = 200;

    /// <summary>Pushes into each design, takes and resets.</summary>
    public static void Run(SingleRings rings)
    {
        Run(rings.Flagged, rings.Flagged.Producer, rings.Flagged.Collector);
        Run(rings.Laps, rings.Laps.Producer, rings.Laps.Collector);
        Run(rings.Packed, rings.Packed.Producer, rings.Packed.Collector);
        if (Avx.X64.IsSupported)
            Run(rings.X64Laps!, rings.X64Laps!.Producer, rings.X64Laps.Collector);
    }

    private static void Run<TPush, TTake>(IDirtyRing ring, IBurstProducer<TPush> producer, IBurstCollector<TTake> collector)
        where TPush : IPushBurst, allows ref struct
        where TTake : ITakeBurst, allows ref struct
    {
        RingShapes.CountingSink sink = default;
        _ = Push(producer.OpenBurst());
        _ = Take(collector.OpenBurst());
        _ = ring.Resetter.Reset(ref sink);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Push<TBurst>(TBurst burst)
        where TBurst : IPushBurst, allows ref struct
    {
        uint pushed = 0;
        while (pushed < Pages)
        {
            DirtyPage page = new(0, pushed); // a statement of its own: see IPushBurst
            if (burst.Push(page) != PushStatus.Published)
                break;
            pushed++;
        }

        burst.Dispose();
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Take<TBurst>(TBurst burst)
        where TBurst : ITakeBurst, allows ref struct
    {
        ulong sum = 0;
        while (burst.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        burst.Dispose();
        return sum;
    }
}
