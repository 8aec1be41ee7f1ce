using System;
using System.IO;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>Each cause for which a shared ring is not opened, one by one; the caller keeps its descriptors.</summary>
public sealed unsafe class OpenRefusalTests : IDisposable
{
    private readonly SharedIndexedRing _ring = new(new RingGeometry(256));

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_ring_as_it_was_made_is_opened() => AssertOpens(SharedOpenStatus.Opened);

    [Fact]
    public void A_file_that_is_no_memfd()
    {
        using SafeFileHandle file = File.OpenHandle(typeof(OpenRefusalTests).Assembly.Location);
        AssertOpens(SharedOpenStatus.NotAMemfd, file, null);
        AssertOpens(SharedOpenStatus.NotAMemfd, null, file);
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        using SafeFileHandle end = HostCalls.Duplicate(pipe.SafePipeHandle);
        AssertOpens(SharedOpenStatus.NotAMemfd, end, null);
        using SafeFileHandle nothing = new(-1, ownsHandle: true);
        AssertOpens(SharedOpenStatus.NotAMemfd, nothing, null);
    }

    [Theory]
    [InlineData(RegionSeals.Seal)]
    [InlineData(RegionSeals.Shrink)]
    [InlineData(RegionSeals.Grow)]
    [InlineData(RegionSeals.FutureWrite)]
    public void A_told_region_without_one_of_its_seals(RegionSeals missing)
    {
        using SharedRegion copy = CopyOfTold(RegionSeals.OfTold & ~missing);
        AssertOpens(SharedOpenStatus.NotSealed, copy.Descriptor, null);
    }

    [Theory]
    [InlineData(RegionSeals.Seal)]
    [InlineData(RegionSeals.Shrink)]
    [InlineData(RegionSeals.Grow)]
    public void An_answered_region_without_one_of_its_seals(RegionSeals missing)
    {
        using SharedRegion copy = Copy(_ring.Answered, RegionSeals.OfAnswered & ~missing, _ring.Answered.Bytes);
        AssertOpens(SharedOpenStatus.NotSealed, null, copy.Descriptor);
    }

    [Fact]
    public void An_answered_region_that_cannot_be_mapped_for_writing() =>
        AssertOpens(SharedOpenStatus.MapRefused, null, _ring.Told.Descriptor); // sealed against it

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_region_with_a_page_more_or_less_than_its_header_says(int pages)
    {
        long told = _ring.Told.Bytes + (pages * Environment.SystemPageSize);
        using SharedRegion copy = Copy(_ring.Told, RegionSeals.OfTold, told);
        AssertOpens(SharedOpenStatus.WrongSize, copy.Descriptor, null);
        if (pages < 0)
            return;
        using SharedRegion answered = Copy(_ring.Answered, RegionSeals.OfAnswered, _ring.Answered.Bytes + Environment.SystemPageSize);
        AssertOpens(SharedOpenStatus.WrongSize, null, answered.Descriptor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public void A_region_that_is_not_whole_pages(long bytes)
    {
        using SharedRegion region = SharedRegion.Create("small", 1, RegionSeals.None);
        Assert.Equal(0, HostCalls.ftruncate(region.Descriptor, bytes));
        Assert.Equal(0, HostCalls.fcntl(region.Descriptor, HostCalls.AddSeals, (nint)RegionSeals.OfTold));
        AssertOpens(SharedOpenStatus.WrongSize, region.Descriptor, null);
    }

    [Fact]
    public void Sizes_that_the_header_says_and_the_geometry_does_not_need()
    {
        using SharedRegion copy = Copy(_ring.Told, RegionSeals.OfTold, _ring.Told.Bytes + Environment.SystemPageSize);
        ((ToldWords*)copy.Start)->Header.ToldBytes = (ulong)copy.Bytes;
        AssertOpens(SharedOpenStatus.WrongSize, copy.Descriptor, null);
    }

    [Fact]
    public void A_region_of_zeroes_is_half_made()
    {
        using SharedRegion zeroes = SharedRegion.Create("zeroes", _ring.Told.Bytes, RegionSeals.OfTold);
        AssertOpens(SharedOpenStatus.HalfMade, zeroes.Descriptor, null);
    }

    [Fact]
    public void A_header_that_was_not_released_is_half_made() =>
        AssertHeader(SharedOpenStatus.HalfMade, static header => header->Ready = SharedRingHeader.IsMaking);

    [Fact]
    public void A_header_in_a_state_that_nobody_gives_it_is_half_made() => AssertHeader(SharedOpenStatus.HalfMade, static header => header->Ready = 3);

    [Fact]
    public void Something_else_than_a_ring()
    {
        AssertHeader(SharedOpenStatus.WrongMagic, static header => header->Magic ^= 1);
        AssertHeader(SharedOpenStatus.WrongMagic, static header => header->Magic = 0);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(SharedRingHeader.VersionValue + 1)]
    public void A_ring_of_another_version(uint version) => AssertHeader(SharedOpenStatus.OtherVersion, header => header->Version = version);

    [Fact]
    public void A_header_of_another_version_whose_other_fields_mean_something_else() => AssertHeader(
        SharedOpenStatus.OtherVersion,
        static header =>
        {
            header->Version = 2;
            header->Design = header->Entries = header->EntryBytes = 77;
            header->Ready = 9;
        });

    [Fact]
    public void A_ring_that_has_ended()
    {
        using SharedRegion told = CopyOfTold(RegionSeals.OfTold);
        using SafeFileHandle file = HostCalls.Duplicate(_ring.Told.Descriptor);
        using SafeFileHandle answered = HostCalls.Duplicate(_ring.Answered.Descriptor);
        _ring.Dispose();
        Assert.Equal(SharedOpenStatus.Stale, SharedCollector.Open(file, answered, out _));
    }

    [Fact]
    public void Another_ring_than_the_expected_one() => AssertOpens(SharedOpenStatus.Stale, expectedId: Guid.NewGuid());

    [Fact]
    public void Regions_of_two_rings()
    {
        using SharedIndexedRing other = new(new RingGeometry(256));
        AssertOpens(SharedOpenStatus.RegionsDoNotMatch, null, other.Answered.Descriptor);
        AssertOpens(SharedOpenStatus.RegionsDoNotMatch, other.Told.Descriptor, null);
    }

    [Fact]
    public void An_answered_region_whose_mark_is_another()
    {
        AssertMark(static mark => mark->Magic ^= 1);
        AssertMark(static mark => mark->Version ^= 1);
        AssertMark(static mark => mark->NonceLow ^= 1);
        AssertMark(static mark => mark->NonceHigh ^= 1);
    }

    [Fact]
    public void Numbers_that_no_ring_has()
    {
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Design = 0);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Design = 3);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Entries = 0);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Entries = 255);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Entries = 1u << 31);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->EntryBytes = 8);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->ReservedEntries = 256);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->ReservedEntries = uint.MaxValue);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->Alignment = 64);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->EntriesOffset = 0);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->FirstPosition = 1ul << 63);
        AssertHeader(SharedOpenStatus.UnknownLayout, static header => header->WakeForm = 2);
    }

    [Fact]
    public void Numbers_that_another_ring_has()
    {
        AssertHeader(SharedOpenStatus.WrongSize, static header => header->Entries = 1u << 30);
        AssertHeader(SharedOpenStatus.WrongSize, static header => header->Entries = 128);
        AssertHeader(SharedOpenStatus.WrongSize, static header => header->ToldBytes = ulong.MaxValue);
        AssertHeader(SharedOpenStatus.WrongSize, static header => header->AnsweredBytes = 0);
        AssertHeader(SharedOpenStatus.WrongSize, static header => header->Design = (uint)SharedRingDesign.Flagged);
    }

    [Fact]
    public void What_was_read_once_is_not_read_again()
    {
        using SharedRegion told = CopyOfTold(RegionSeals.OfTold);
        using SafeFileHandle answered = HostCalls.Duplicate(_ring.Answered.Descriptor);
        Assert.Equal(SharedOpenStatus.Opened, SharedCollector.Open(HostCalls.Duplicate(told.Descriptor), HostCalls.Duplicate(answered), out SharedCollector? collector));
        using (collector)
        {
            new Span<byte>(told.Start, SharedRingHeader.Bytes).Fill(0xff);
            ((ToldWords*)told.Start)->Avail = 3;
            Assert.Equal(3, collector!.Indexed!.Harvest(new DirtyPage[256]).Pages);
            Assert.Equal((256, _ring.Id), (collector.Geometry.Entries, collector.Id));
        }
    }

    private void AssertOpens(SharedOpenStatus expected, SafeFileHandle? told = null, SafeFileHandle? answered = null, Guid? expectedId = null)
    {
        using SafeFileHandle toldFile = told is { IsInvalid: true } ? told : HostCalls.Duplicate(told ?? _ring.Told.Descriptor);
        using SafeFileHandle answeredFile = HostCalls.Duplicate(answered ?? _ring.Answered.Descriptor);
        SharedOpenStatus status = SharedCollector.Open(toldFile, answeredFile, out SharedCollector? collector, expectedId);
        Assert.Equal(expected, status);
        Assert.Equal(expected == SharedOpenStatus.Opened, collector is not null);
        Assert.False(toldFile.IsClosed || answeredFile.IsClosed);
        collector?.Dispose();
        Assert.Equal(expected == SharedOpenStatus.Opened, toldFile.IsClosed && answeredFile.IsClosed);
    }

    private void AssertHeader(SharedOpenStatus expected, HeaderChange change)
    {
        using SharedRegion copy = CopyOfTold(RegionSeals.OfTold);
        change(&((ToldWords*)copy.Start)->Header);
        AssertOpens(expected, copy.Descriptor, null);
    }

    private void AssertMark(MarkChange change)
    {
        using SharedRegion copy = Copy(_ring.Answered, RegionSeals.OfAnswered, _ring.Answered.Bytes);
        AssertOpens(SharedOpenStatus.Opened, null, copy.Descriptor);
        change((AnsweredWords*)copy.Start);
        AssertOpens(SharedOpenStatus.RegionsDoNotMatch, null, copy.Descriptor);
    }

    private SharedRegion CopyOfTold(RegionSeals seals) => Copy(_ring.Told, seals, _ring.Told.Bytes);

    private static SharedRegion Copy(SharedRegion region, RegionSeals seals, long bytes)
    {
        SharedRegion copy = SharedRegion.Create("copy", bytes, seals);
        long copied = Math.Min(region.Bytes, bytes);
        Buffer.MemoryCopy(region.Start, copy.Start, copied, copied);
        return copy;
    }

    private delegate void HeaderChange(SharedRingHeader* header);

    private delegate void MarkChange(AnsweredWords* mark);
}
