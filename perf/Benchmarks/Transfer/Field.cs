using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using System.Threading.Channels;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Native;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The competitors of a transfer.</summary>
/// <param name="Ours">Our rings.</param>
/// <param name="Peers">What they are compared with.</param>
/// <param name="Absences">Peers that this machine does not have.</param>
internal sealed record Field(IReadOnlyList<ITransfer> Ours, IReadOnlyList<ITransfer> Peers, IReadOnlyList<Absence> Absences) : IDisposable
{
    /// <summary>What the others are divided by, unless the command line names another.</summary>
    internal const string DefaultBaseline = "ConcurrentQueue";

    /// <summary>Batches of the comparisons in batches, on both sides.</summary>
    internal static readonly int[] BatchPages = [32, 256];

    /// <summary>The peers first.</summary>
    internal IReadOnlyList<ITransfer> All => [.. Peers, .. Ours];

    /// <summary>Item by item on both sides.</summary>
    /// <param name="entries">Entries of the rings and capacity of the bounded queues.</param>
    internal static Field ItemByItem(int entries)
    {
        List<Absence> absences = [];
        return new Field(
            [.. CreateRings(entries, 1, 1)],
            [
                new ConcurrentQueueTransfer(),
                new LockTransfer(entries),
                .. Channels<DirtyPage>(entries).Select(channel => new ChannelTransfer(channel.Name, channel.Channel)),
                .. NativeField.Create(entries, 1, 1, absences),
            ],
            absences);
    }

    /// <summary>In batches on both sides. The framework's queues have none.</summary>
    /// <param name="entries">As for <see cref="ItemByItem"/>.</param>
    internal static Field Batched(int entries)
    {
        List<Absence> absences = [];
        return new Field(
            [.. BatchPages.SelectMany(batch => CreateRings(entries, batch, batch))],
            [.. BatchPages.SelectMany(batch => NativeField.Create(entries, batch, batch, absences))],
            absences);
    }

    /// <summary>What a queue or a channel is called where it moves references.</summary>
    internal static string OfReferences(string peer) => $"{peer}, references";

    /// <summary>References to objects that are made beforehand: the managed rings item by item and in batches, the framework's queues item by item.</summary>
    /// <param name="entries">As for <see cref="ItemByItem"/>.</param>
    internal static Field References(int entries) => new(
        [
            new ReferenceTransfer<ManagedSpscFace>("ManagedSpscRing 1 > 1", new(new(entries))),
            new ReferenceTransfer<ManagedMpscFace>("ManagedMpscRing 1 > 1", new(new(entries))),
            .. BatchPages.SelectMany(batch => (ITransfer[])
            [
                new ReferenceBatchTransfer<ManagedSpscFace>($"ManagedSpscRing {batch} > {batch}", new(new(entries)), batch),
                new ReferenceBatchTransfer<ManagedMpscFace>($"ManagedMpscRing {batch} > {batch}", new(new(entries)), batch),
            ]),
        ],
        [
            new ReferenceTransfer<ReferenceQueueFace>(OfReferences(DefaultBaseline), new(new())),
            .. Channels<NumberedObject>(entries).Select(channel =>
                new ReferenceTransfer<ReferenceChannelFace>(OfReferences(channel.Name), new(channel.Channel))),
        ],
        []);

    /// <summary>A broadcast ring whose producer waits for its readers: with one beside the ring and the channels of one consumer, with two beside two channels.</summary>
    /// <param name="entries">As for <see cref="ItemByItem"/>.</param>
    /// <param name="readers">1 or 2.</param>
    internal static Field Broadcast(int entries, int readers) => new(
        [.. CreateBroadcastRings(entries, readers)],
        readers == 1
            ?
            [
                .. ((int[])[1, .. BatchPages]).Select(batch => new TypedTransfer<SpscFace>($"SpscRing {batch} > {batch}", new(new(entries)), batch, batch)),
                .. Channels<DirtyPage>(entries).Select(channel => new ChannelTransfer(channel.Name, channel.Channel)),
            ]
            : [.. CreateChannelPairs(entries)],
        []);

    /// <summary>Everything: also pushes page by page into harvests of many, and a broadcast ring whose producer does not wait for its reader.</summary>
    /// <param name="entries">As for <see cref="ItemByItem"/>.</param>
    internal static Field Everything(int entries)
    {
        Field items = ItemByItem(entries);
        Field batches = Batched(entries);
        Field references = References(entries);
        return new Field(
            [
                .. items.Ours, .. CreateRings(entries, 1, 256), .. batches.Ours, .. references.Ours, .. CreateBroadcastRings(entries, 1), .. CreateBroadcastRings(entries, 2),
                new BroadcastTransfer(entries, readers: 1, batch: 1, isHeld: false), new BroadcastTransfer(entries, readers: 1, batch: 256, isHeld: false),
            ],
            [.. items.Peers, .. NativeField.Create(entries, 1, 256, []), .. batches.Peers, .. references.Peers, .. CreateChannelPairs(entries)],
            items.Absences);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITransfer competitor in All)
            competitor.Dispose();
    }

    private static IEnumerable<(string Name, Channel<T> Channel)> Channels<T>(int entries)
    {
        yield return ("Channel bounded", Channel.CreateBounded<T>(entries));
        yield return ("Channel bounded 1:1", Channel.CreateBounded<T>(new BoundedChannelOptions(entries) { SingleReader = true, SingleWriter = true }));
        yield return ("Channel unbounded", Channel.CreateUnbounded<T>());
        yield return ("Channel unbounded 1:1", Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }));
    }

    private static IEnumerable<ITransfer> CreateChannelPairs(int entries) =>
        Channels<DirtyPage>(entries).Zip(Channels<DirtyPage>(entries), (first, second) => new ChannelPairTransfer(first.Name, first.Channel, second.Channel));

    private static IEnumerable<ITransfer> CreateBroadcastRings(int entries, int readers) =>
        ((int[])[1, .. BatchPages]).Select(batch => new BroadcastTransfer(entries, readers, batch, isHeld: true));

    private static IEnumerable<ITransfer> CreateRings(int entries, int push, int harvest)
    {
        string suffix = $" {push} > {harvest}";
        yield return Create(nameof(FlaggedDirtyRing), Rings.Flagged16(entries));
        yield return Create(nameof(FlaggedPageRing), Rings.Flagged8(entries));
        yield return Create(nameof(LapDirtyRing), Rings.Lap16(entries));
        if (push == 1 && harvest == 1)
            yield return Create($"{nameof(LapDirtyRing)} by handle", new ByHandle<FlaggedFace<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>>(Rings.Lap16(entries)));
        yield return Create(nameof(LapPageRing), Rings.Lap8(entries));
        yield return Create(nameof(IndexedDirtyRing), Rings.Indexed(entries));
        yield return Create($"{nameof(IndexedDirtyRing)} marks", Rings.IndexedMarks(entries));
        yield return Create(nameof(PackedDirtyRing), Rings.Packed(entries));
        yield return new TypedTransfer<SpscFace>("SpscRing" + suffix, new(new(entries)), push, harvest);
        yield return new TypedTransfer<MpscFace>("MpscRing" + suffix, new(new(entries)), push, harvest);
        if (!Avx.X64.IsSupported)
            yield break;
        yield return Create(nameof(X64LapDirtyRing), Rings.X64Lap16(entries));
        yield return Create(nameof(X64LapPageRing), Rings.X64Lap8(entries));

        ITransfer Create<TFace>(string name, TFace face)
            where TFace : struct, IRingFace
            => new RingTransfer<TFace>(name + suffix, face, entries, push, harvest);
    }
}
