using System;
using System.Buffers.Binary;
using System.Linq;
using KvmMigrate.Guest;
using RingCore.Kvm;
using RingCore.KvmLab;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a guest is made of, without running it.</summary>
public class GuestTests
{
    [Fact]
    public void Page_tables_map_the_first_4_GiB_one_to_one()
    {
        const ulong Start = 0x1_0000;
        byte[] tables = new byte[FlatGuest.PageTablePages * GuestMemory.PageBytes];
        FlatGuest.WritePageTables(tables, Start);
        foreach (ulong address in (ulong[])[0, 0x1000, 0x12_3456_78, 0xFFFF_FFFF])
            Assert.Equal(address, Walk(address));

        ulong Walk(ulong address)
        {
            ulong table = Start;
            for (int shift = 39; shift > 21; shift -= 9)
                table = Entry(table, address >> shift & 511) & ~0xFFFUL;
            ulong page = Entry(table, address >> 21 & 511);
            Assert.Equal(0x80UL, page & 0x80); // a page of 2 MiB
            return (page & ~0x1F_FFFFUL) | (address & 0x1F_FFFF);
        }

        ulong Entry(ulong table, ulong index)
        {
            ulong entry = BinaryPrimitives.ReadUInt64LittleEndian(tables.AsSpan((int)(table - Start + (index * 8))));
            Assert.Equal(0x23UL, entry & 0x23); // present, writable, accessed
            return entry;
        }
    }

    [Fact]
    public void The_writer_is_assembled_with_its_loop_where_the_rows_look_for_it()
    {
        byte[] code = GuestLayout.Writer();
        int spin = (int)(GuestLayout.Spin - GuestLayout.Code);
        Assert.Equal(new byte[] { 0xEB, 0xFE }, code[spin..(spin + 2)]);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5000, 3)]
    [InlineData(8, 8)]
    public void Slices_have_every_word_once_and_do_not_overlap(int words, int vcpus)
    {
        GuestSlice[] slices = GuestSlice.Divide(words, vcpus, out long pages);
        Assert.Equal(Enumerable.Range(0, words), slices.SelectMany(slice => Enumerable.Range(slice.FirstWord, slice.Words)));
        long end = 0;
        foreach (GuestSlice slice in slices)
        {
            Assert.Equal(end, slice.Control);
            Assert.Equal(slice.Control + GuestMemory.PageBytes, slice.Array);
            Assert.True(slice.Scratch >= slice.Array + (slice.Words * 4L));
            end = slice.Scratch + (slice.Scratch - slice.Array);
        }

        Assert.Equal(pages * GuestMemory.PageBytes, end);
    }

    [Fact]
    public void No_vCPU_is_without_a_word() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestSlice.Divide(words: 4, vcpus: 5, out _));

    [Fact]
    public void The_reference_sorts_and_its_checksum_follows_the_order()
    {
        ReferenceSort reference = new([3, 1, 2]);
        reference.Pass();
        uint[] once = reference.Words.ToArray();
        Assert.Equal(once.Order(), once);
        ulong checksum = ReferenceSort.FirstChecksum;
        foreach (uint word in once)
            checksum = unchecked((checksum ^ word) * 0x100_0000_01B3);
        Assert.Equal(checksum, reference.Checksum);
    }
}
