using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>One named method for each operation whose machine code the tests read: the compiler inlines the shipped code into it.</summary>
internal static class RingShapes
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushFlagged(FlaggedDirtyRing.ProducerHandle producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushPageAddress(FlaggedPageRing.ProducerHandle producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushIndexed(IndexedDirtyRing.ProducerHandle producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushPacked(PackedDirtyRing.ProducerHandle producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HarvestResult HarvestPacked(PackedDirtyRing.CollectorHandle collector, Span<DirtyPage> pages) => collector.Harvest(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ResetResult ResetPacked(PackedDirtyRing.ResetterHandle resetter, ref CountingSink sink) => resetter.Reset(ref sink);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushGuarded(GuardedDirtyRing.ProducerHandle producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushResult PushBatchFlagged(FlaggedDirtyRing.ProducerHandle producer, ReadOnlySpan<DirtyPage> pages) => producer.Push(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushResult PushBatchIndexed(IndexedDirtyRing.ProducerHandle producer, ReadOnlySpan<DirtyPage> pages) => producer.Push(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PushStatus PushVm(VmDirtyRing.SharedProducer producer, DirtyPage page) => producer.Push(page);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe int HarvestScalarGfns(KvmDirtyGfn* entries, int count, DirtyPage* pages) =>
        ScalarHarvester.Take<CoherentFencePoints, HarvestStep<KvmStates>>(entries, count, 0, pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe int HarvestScalarAddresses(DirtyPageAddress* entries, int count, ulong* frames) =>
        ScalarHarvester.Take<CoherentFencePoints, HarvestStep<KvmStates>>(entries, count, 0, frames);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HarvestResult HarvestFlagged(FlaggedDirtyRing.CollectorHandle collector, Span<DirtyPage> pages) => collector.Harvest(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HarvestResult HarvestPageAddress(FlaggedPageRing.CollectorHandle collector, Span<DirtyPage> pages) => collector.Harvest(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HarvestResult HarvestIndexed(IndexedDirtyRing.CollectorHandle collector, Span<DirtyPage> pages) => collector.Harvest(pages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ResetResult ResetFlagged(FlaggedDirtyRing.ResetterHandle resetter, ref CountingSink sink) => resetter.Reset(ref sink);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ResetResult ResetPageAddress(FlaggedPageRing.ResetterHandle resetter, ref CountingSink sink) => resetter.Reset(ref sink);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ResetResult ResetIndexed(IndexedDirtyRing.ResetterHandle resetter, ref CountingSink sink) => resetter.Reset(ref sink);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ResetResult ResetGuarded(GuardedDirtyRing.ResetterHandle resetter, ref CountingSink sink) => resetter.Reset(ref sink);

    /// <summary>Counts what it is asked to re-arm.</summary>
    internal struct CountingSink : IResetSink
    {
        public int Calls;

        public void ResetPages(uint slot, ulong offset, ulong mask) => Calls++;
    }
}
