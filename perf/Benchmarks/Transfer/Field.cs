using System.Collections.Generic;
using System.Threading.Channels;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The competitors of the transfer.</summary>
internal static class Field
{
    /// <summary>What the others are divided by, unless the command line names another.</summary>
    internal const string DefaultBaseline = "ConcurrentQueue";

    /// <summary>Makes all of them.</summary>
    /// <param name="entries">Entries of the rings and capacity of the bounded channels.</param>
    internal static List<ITransfer> Create(int entries)
    {
        List<ITransfer> field =
        [
            new ConcurrentQueueTransfer(),
            new ChannelTransfer("Channel bounded", Channel.CreateBounded<DirtyPage>(entries)),
            new ChannelTransfer("Channel bounded 1:1", Channel.CreateBounded<DirtyPage>(
                new BoundedChannelOptions(entries) { SingleReader = true, SingleWriter = true })),
            new ChannelTransfer("Channel unbounded", Channel.CreateUnbounded<DirtyPage>()),
            new ChannelTransfer("Channel unbounded 1:1", Channel.CreateUnbounded<DirtyPage>(
                new UnboundedChannelOptions { SingleReader = true, SingleWriter = true })),
        ];

        // Item by item on both sides; item by item into harvests of many; batches on both sides.
        foreach ((int push, int harvest) in ((int, int)[])[(1, 1), (1, 256), (32, 32), (256, 256)])
        {
            string suffix = $" {push} > {harvest}";
            field.Add(new RingTransfer<FlaggedFace<GfnEntry, DirtyPage>>(
                nameof(FlaggedDirtyRing) + suffix, new(new FlaggedDirtyRing(entries, reservedEntries: 0)), entries, push, harvest));
            field.Add(new RingTransfer<FlaggedFace<PageAddressEntry, DirtyPageAddress>>(
                nameof(FlaggedPageRing) + suffix,
                new(new FlaggedPageRing(entries, new SlotTable(new MemorySlot(0, 0, 1UL << 40)), reservedEntries: 0)), entries, push, harvest));
            field.Add(new RingTransfer<IndexedFace>(
                nameof(IndexedDirtyRing) + suffix, new(new IndexedDirtyRing(entries, reservedEntries: 0)), entries, push, harvest));
        }

        return field;
    }
}
