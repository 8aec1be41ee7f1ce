using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Every layout type against one table, by three witnesses: the attributes, the marshaller, and pointer differences.</summary>
public unsafe class LayoutTests
{
    private const int Pad = 128;

    private static readonly Layout[] s_layouts =
    [
        Layout.Of<KvmDirtyGfn>(16, ("Flags", 0, 4), ("Slot", 4, 4), ("Offset", 8, 8)),
        Layout.Of<DirtyPage>(16, ("_slot", 0, 8), ("Offset", 8, 8)),
        Layout.Of<DirtyPageAddress>(8, ("Word", 0, 8)),
        Layout.Of<KvmDirtyRingIndices>(8, ("Avail", 0, 4), ("Fetch", 4, 4)),
        Layout.Of<PaddedRingIndices>(2 * Pad, ("Avail", 0, 4), ("Fetch", Pad, 4)),
        Layout.Of<RingControl>(
            5 * Pad, ("Indices", Pad, 2 * Pad), ("Reset", 3 * Pad, 4), ("CollectorWaits", 4 * Pad, 4), ("ProducerWaits", (4 * Pad) + 4, 4), ("ProducerRequests", (4 * Pad) + 8, 4)),
        Layout.Of<SharedRingHeader>(
            Pad, ("Magic", 0, 8), ("Version", 8, 4), ("Design", 12, 4), ("Entries", 16, 4), ("EntryBytes", 20, 4), ("ReservedEntries", 24, 4),
            ("Alignment", 28, 4), ("FirstPosition", 32, 8), ("ToldBytes", 40, 8), ("AnsweredBytes", 48, 8), ("EntriesOffset", 56, 4),
            ("WakeForm", 60, 4), ("NonceLow", 64, 8), ("NonceHigh", 72, 8), ("Ready", 80, 4)),
        Layout.Of<ToldWords>(
            4 * Pad, ("Header", 0, Pad), ("Avail", Pad, 4), ("Reset", 2 * Pad, 4), ("Epoch", 3 * Pad, 8), ("DoorbellWaits", (3 * Pad) + 8, 4)),
        Layout.Of<AnsweredWords>(
            4 * Pad, ("Magic", 0, 8), ("Version", 8, 8), ("NonceLow", 16, 8), ("NonceHigh", 24, 8), ("Fetch", Pad, 4),
            ("CollectorWaits", 2 * Pad, 4), ("ResetWaits", (2 * Pad) + 4, 4), ("Doorbell", 3 * Pad, 4)),
        Layout.Of<PrivateWords>(
            2 * Pad, ("Magic", 0, 8), ("Version", 8, 8), ("NonceLow", 16, 8), ("NonceHigh", 24, 8), ("ProducerWaits", Pad, 4)),
        Layout.Of<ProducerCursor>(
            (2 * Pad) + 40, ("Published", Pad, 8), ("Limit", Pad + 8, 8), ("ResetSeen", Pad + 16, 8), ("Refused", Pad + 24, 8), ("Lap", Pad + 32, 4),
            ("LapEnd", Pad + 36, 4)),
        Layout.Of<CollectorCursor>(
            (2 * Pad) + 40, ("Harvested", Pad, 8), ("AvailSeen", Pad + 8, 8), ("OutOfRange", Pad + 16, 8),
            ("HandedOver", Pad + 24, 8), ("Lap", Pad + 32, 4), ("LapEnd", Pad + 36, 4)),
        Layout.Of<ResetterCursor>(
            (2 * Pad) + 56, ("Reset", Pad, 8), ("SlotOutOfRange", Pad + 8, 8), ("OffsetOutOfRange", Pad + 16, 8), ("LastPosition", Pad + 24, 8),
            ("Rewound", Pad + 32, 4), ("Overran", Pad + 36, 4), ("WrongState", Pad + 40, 4), ("Gap", Pad + 44, 4), ("OpenSlots", Pad + 48, 4),
            ("Last", Pad + 52, 1), ("PeerWritesEntries", Pad + 53, 1)),
        Layout.Of<PackedDescriptor>(16, ("Address", 0, 8), ("Length", 8, 4), ("Id", 12, 2), ("Flags", 14, 2)),
        Layout.Of<PackedEventSuppression>(4, ("OffsetAndWrap", 0, 2), ("Flags", 2, 2)),
        Layout.Of<TypedRingControl>(
            4 * Pad, ("Claim", 0, 8), ("Tail", Pad, 4), ("Limit", Pad + 4, 4), ("Head", 2 * Pad, 4), ("ConsumerWaits", 3 * Pad, 4), ("ProducerWaits", (3 * Pad) + 4, 4),
            ("ProducerEnded", (3 * Pad) + 8, 4), ("ConsumerEnded", (3 * Pad) + 12, 4), ("Skips", (3 * Pad) + 16, 4),
            ("Requests", (3 * Pad) + 20, 4)),
        Layout.Of<BroadcastCursor>((2 * Pad) + 24, ("Position", Pad, 8), ("Stop", Pad + 8, 8), ("Lost", Pad + 16, 8)),
        Layout.Of<TypedProducerCursor>(
            (2 * Pad) + 40, ("Published", Pad, 8), ("Limit", Pad + 8, 8), ("HeadSeen", Pad + 16, 8), ("Refused", Pad + 24, 8), ("Dropped", Pad + 32, 8)),
        Layout.Of<TypedConsumerCursor>(
            (2 * Pad) + 32, ("Taken", Pad, 8), ("TailSeen", Pad + 8, 8), ("HandOverAt", Pad + 16, 8), ("HandedOver", Pad + 24, 8)),
        Layout.Of<RingJournal>(3 * Pad, ("Begun", Pad, 8), ("Published", Pad + 8, 8)),
    ];

    public static TheoryData<string> Types() => new(s_layouts.Select(layout => layout.Type.Name));

    [Fact]
    public void The_table_has_every_struct_with_an_explicit_layout()
    {
        IEnumerable<string> explicitly = typeof(KvmDirtyGfn).Assembly.GetTypes().Where(type => type.IsExplicitLayout).Select(type => type.Name);
        Assert.Equal(explicitly.Order(), s_layouts.Select(layout => layout.Type.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Sizes_and_offsets_by_attribute_are_the_table_s(string type)
    {
        Layout layout = Find(type);
        Assert.Equal(layout.Bytes, layout.Type.StructLayoutAttribute!.Size);
        Assert.Equal(LayoutKind.Explicit, layout.Type.StructLayoutAttribute.Value);
        IEnumerable<Field> fields = Fields(layout.Type)
            .Select(field => new Field(field.Name, field.GetCustomAttribute<FieldOffsetAttribute>()!.Value, SizeOf(field.FieldType)));
        Assert.Equal(layout.Fields.OrderBy(field => field.Name), fields.OrderBy(field => field.Name));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Sizes_and_offsets_by_the_marshaller_are_the_table_s(string type)
    {
        Layout layout = Find(type);
        Assert.Equal(layout.Bytes, Marshal.SizeOf(layout.Type));
        Assert.All(layout.Fields, field => Assert.Equal(field.Offset, (int)Marshal.OffsetOf(layout.Type, field.Name)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Sizes_and_strides_by_pointer_difference_are_the_table_s(string type)
    {
        Layout layout = Find(type);
        Assert.Equal(layout.Bytes, layout.SizeInMemory);
        Assert.Equal(layout.Bytes, layout.Stride);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_field_is_aligned_to_its_size_in_every_element_of_an_array(string type)
    {
        Layout layout = Find(type);
        Assert.All(layout.Fields.Where(field => field.Bytes <= 8), field =>
        {
            Assert.Equal(0, field.Offset % field.Bytes);
            Assert.Equal(0, layout.Bytes % field.Bytes);
        });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_two_fields_overlap(string type)
    {
        Field[] fields = Find(type).Fields.OrderBy(field => field.Offset).ToArray();
        for (int i = 1; i < fields.Length; i++)
            Assert.True(fields[i - 1].Offset + fields[i - 1].Bytes <= fields[i].Offset, $"{fields[i - 1]} and {fields[i]} overlap.");
    }

    [Theory]
    [InlineData(nameof(ProducerCursor))]
    [InlineData(nameof(CollectorCursor))]
    [InlineData(nameof(ResetterCursor))]
    [InlineData(nameof(RingControl))]
    [InlineData(nameof(RingJournal))]
    [InlineData(nameof(TypedProducerCursor))]
    [InlineData(nameof(TypedConsumerCursor))]
    public void Shared_and_private_cursors_are_padded_by_128_bytes_on_both_sides(string type)
    {
        Layout layout = Find(type);
        Assert.True(layout.Fields.Min(field => field.Offset) >= Pad);
        if (layout.Type != typeof(RingControl))
            Assert.True(layout.Bytes - layout.Fields.Max(field => field.Offset + field.Bytes) >= Pad);
        Assert.Equal(Pad, CacheLine.PaddingBytes);
    }

    [Fact]
    public void Fields_lie_where_pointers_to_them_say()
    {
        KvmDirtyGfn gfn;
        Assert.Equal((0, 4, 8), (Distance(&gfn, &gfn.Flags), Distance(&gfn, &gfn.Slot), Distance(&gfn, &gfn.Offset)));
        DirtyPageAddress address;
        Assert.Equal(0, Distance(&address, &address.Word));
        DirtyPage page = new(1, 2);
        Assert.Equal(1u, ((uint*)&page)[1]); // little-endian: the slot where the entry has it
        Assert.Equal(0u, *(uint*)&page);
        KvmDirtyRingIndices adjacent;
        Assert.Equal((0, 4), (Distance(&adjacent, &adjacent.Avail), Distance(&adjacent, &adjacent.Fetch)));
        RingControl control;
        Assert.Equal(Pad, Distance(&control, &control.Indices.Avail));
        Assert.Equal(2 * Pad, Distance(&control, &control.Indices.Fetch));
        Assert.Equal(3 * Pad, Distance(&control, &control.Reset));
        Assert.Equal(4 * Pad, Distance(&control, &control.CollectorWaits));
        Assert.Equal((4 * Pad) + 4, Distance(&control, &control.ProducerWaits));
        ToldWords told;
        Assert.Equal((Pad, 2 * Pad), (Distance(&told, &told.Avail), Distance(&told, &told.Reset)));
        Assert.Equal((3 * Pad, (3 * Pad) + 8), (Distance(&told, &told.Epoch), Distance(&told, &told.DoorbellWaits)));
        Assert.Equal(SharedRingHeader.ReadyOffset, Distance(&told, &told.Header.Ready));
        AnsweredWords answered;
        Assert.Equal((Pad, 2 * Pad), (Distance(&answered, &answered.Fetch), Distance(&answered, &answered.CollectorWaits)));
        Assert.Equal(((2 * Pad) + 4, 3 * Pad), (Distance(&answered, &answered.ResetWaits), Distance(&answered, &answered.Doorbell)));
        PrivateWords privateWords;
        Assert.Equal(Pad, Distance(&privateWords, &privateWords.ProducerWaits));
        ProducerCursor producer;
        Assert.Equal(Pad, Distance(&producer, &producer.Published));
        CollectorCursor collector;
        Assert.Equal(Pad, Distance(&collector, &collector.Harvested));
        ResetterCursor resetter;
        Assert.Equal(Pad, Distance(&resetter, &resetter.Reset));
    }

    [Fact]
    public void Each_shared_word_of_a_live_ring_has_a_padded_line_and_the_entries_are_padded_too()
    {
        using FlaggedDirtyRing ring = new(64, reservedEntries: 0);
        RingMemory memory = ring.Producer.Memory();
        byte* control = (byte*)memory.Control;
        Assert.Equal(0, (nint)control % Pad);
        Assert.Equal((Pad, 2 * Pad), (Distance(control, memory.Words.Avail), Distance(control, memory.Words.Fetch)));
        Assert.Equal(3 * Pad, Distance(control, &memory.Control->Reset));
        Assert.Equal(5 * Pad, Distance(control, memory.Entries));
    }

    [Fact]
    public void A_typed_ring_s_claim_shares_its_line_with_no_word_that_the_other_side_polls()
    {
        using SpscRing<long> ring = new(64);
        TypedMemory memory = ring.Producer.Memory;
        Assert.Equal(0, (nint)memory.Control % Pad);
        Assert.Equal(0, Distance(memory.Control, memory.Claim));
        Assert.All(
            new[] { Distance(memory.Claim, memory.Tail), Distance(memory.Claim, memory.Head), Distance(memory.Claim, memory.ConsumerWaits), Distance(memory.Claim, memory.Behind) },
            distance => Assert.True(distance >= Pad, $"{distance}"));
    }

    [Fact]
    public void The_kernel_s_index_layout_puts_both_words_side_by_side()
    {
        using IndexedRing<CoherentFencePoints> ring = new(new RingGeometry(64, reservedEntries: 0), null, IndexLayout.Kvm);
        RingMemory memory = ring.Producer.Memory();
        Assert.Equal(4, Distance(memory.Words.Avail, memory.Words.Fetch));
        Assert.Equal(Pad, Distance(memory.Control, memory.Words.Avail));
    }

    private static int Distance(void* from, void* to) => (int)((byte*)to - (byte*)from);

    private static Layout Find(string type) => s_layouts.Single(layout => layout.Type.Name == type);

    private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static int SizeOf(Type type) => Marshal.SizeOf(type);

    private sealed record Field(string Name, int Offset, int Bytes);

    private sealed record Layout(Type Type, int Bytes, Field[] Fields, int SizeInMemory, int Stride)
    {
        public static Layout Of<T>(int bytes, params (string Name, int Offset, int Bytes)[] fields)
            where T : unmanaged
        {
            T* two = stackalloc T[2];
            return new Layout(
                typeof(T),
                bytes,
                fields.Select(field => new Field(field.Name, field.Offset, field.Bytes)).ToArray(),
                Unsafe.SizeOf<T>(),
                Distance(two, two + 1));
        }
    }
}
