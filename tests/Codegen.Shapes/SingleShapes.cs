using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>
/// Pushes and takes, one by one, inlined into a caller's loop as the library means them to be. A page that is passed to a method costs a trip over the
/// stack, which is the caller's; here it is made and used in registers.
/// </summary>
internal static class SingleShapes
{
    private const uint Pages = 200;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushFlagged(FlaggedDirtyRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeFlagged(FlaggedDirtyRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushPageAddress(FlaggedPageRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakePageAddress(FlaggedPageRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushLap(LapDirtyRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeLap(LapDirtyRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushLapAddress(LapPageRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeLapAddress(LapPageRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushX64Lap(X64LapDirtyRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeX64Lap(X64LapDirtyRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushX64LapAddress(X64LapPageRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeX64LapAddress(X64LapPageRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushPacked(PackedDirtyRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakePacked(PackedDirtyRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushIndexed(IndexedDirtyRing.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(new DirtyPage(0, pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeIndexed(IndexedDirtyRing.CollectorHandle collector)
    {
        ulong sum = 0;
        while (collector.TryTake(out DirtyPage page))
            sum += page.Offset ^ page.Slot;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushTyped(SpscRing<(ulong, ulong)>.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push((pushed, ~(ulong)pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong TakeTyped(SpscRing<(ulong, ulong)>.ConsumerHandle consumer)
    {
        ulong sum = 0;
        while (consumer.TryTake(out (ulong, ulong) item))
            sum += item.Item1 ^ item.Item2;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PushManaged(ManagedSpscRing<string>.ProducerHandle producer, string item)
    {
        uint pushed = 0;
        while (pushed < Pages && producer.Push(item) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int TakeManaged(ManagedSpscRing<string>.ConsumerHandle consumer)
    {
        int sum = 0;
        while (consumer.TryTake(out string? item))
            sum += item.Length;
        return sum;
    }
}
