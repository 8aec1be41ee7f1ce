using System;
using System.IO;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The form for hosts without sealed files: for trusted peers only, and so it says.</summary>
public sealed class NamedFileTests : IDisposable
{
    private static readonly RingGeometry s_geometry = new(128);

    private readonly string _folder = Directory.CreateTempSubdirectory("ringcore-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_indexed_ring_in_files_moves_pages()
    {
        using SharedIndexedRing ring = SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true);
        AssertMoves(ring, ring.Producer, ring.Resetter);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void A_flagged_ring_in_files_moves_pages(PeerTrust trust)
    {
        using SharedFlaggedRing ring = SharedFlaggedRing.InFiles(_folder, s_geometry, trust, trustsPeer: true);
        AssertMoves(ring, ring.Producer, ring.Resetter);
    }

    [Fact]
    public void Without_trust_nothing_is_made_or_opened()
    {
        Assert.Throws<ArgumentException>(() => SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: false));
        Assert.Throws<ArgumentException>(() => SharedFlaggedRing.InFiles(_folder, s_geometry, PeerTrust.Shadowed, trustsPeer: false));
        Assert.Throws<ArgumentException>(() => SharedRegion.CreateFile(Path.Combine(_folder, "region"), 1, trustsPeer: false));
        Assert.Empty(Directory.GetFiles(_folder));
        using SharedIndexedRing ring = SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true);
        Assert.Equal(SharedOpenStatus.PeerNotTrusted, SharedCollector.OpenFiles(_folder, trustsPeer: false, out _));
    }

    [Fact]
    public void A_file_says_that_nothing_seals_it_and_cannot_be_passed_for_a_sealed_region()
    {
        using SharedIndexedRing ring = SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true);
        Assert.False(ring.IsSealed || ring.Told.IsSealed || ring.Answered.IsSealed);
        using SharedIndexedRing sealedRing = new(s_geometry);
        Assert.True(sealedRing.IsSealed);
        if (OperatingSystem.IsLinux())
        {
            SharedOpenStatus status = SharedCollector.Open(ring.Told.Descriptor, ring.Answered.Descriptor, out _);
            Assert.True(status is SharedOpenStatus.NotAMemfd or SharedOpenStatus.NotSealed, status.ToString()); // tmpfs has seals of its own
        }
    }

    [Fact]
    public void Files_that_are_not_there_or_of_another_size_are_refused()
    {
        Assert.Equal(SharedOpenStatus.NoSuchFile, SharedCollector.OpenFiles(_folder, trustsPeer: true, out _));
        using SharedIndexedRing ring = SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true);
        File.Delete(Path.Combine(_folder, "answered"));
        Assert.Equal(SharedOpenStatus.NoSuchFile, SharedCollector.OpenFiles(_folder, trustsPeer: true, out _));
        File.WriteAllBytes(Path.Combine(_folder, "answered"), new byte[100]);
        Assert.Equal(SharedOpenStatus.WrongSize, SharedCollector.OpenFiles(_folder, trustsPeer: true, out _));
        File.WriteAllBytes(Path.Combine(_folder, "answered"), new byte[Environment.SystemPageSize]);
        Assert.Equal(SharedOpenStatus.RegionsDoNotMatch, SharedCollector.OpenFiles(_folder, trustsPeer: true, out _));
    }

    [Fact]
    public void A_ring_that_stands_there_is_not_made_again_and_an_ended_one_is_stale()
    {
        using (SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true))
            Assert.Throws<IOException>(() => SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true));
        Assert.Equal(SharedOpenStatus.Stale, SharedCollector.OpenFiles(_folder, trustsPeer: true, out _));
    }

    [Fact]
    public void Nobody_else_may_open_the_files()
    {
        using SharedIndexedRing ring = SharedIndexedRing.InFiles(_folder, s_geometry, trustsPeer: true);
        foreach (string file in Directory.GetFiles(_folder))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private void AssertMoves<TProducer, TResetter>(SharedRing ring, TProducer producer, TResetter resetter)
        where TProducer : IDirtyProducer
        where TResetter : IDirtyResetter
    {
        Assert.Equal(SharedOpenStatus.Opened, SharedCollector.OpenFiles(_folder, trustsPeer: true, out SharedCollector? collector, ring.Id));
        using (collector)
        {
            RecordingSink sink = new();
            DirtyPage[] pages = new DirtyPage[128];
            for (int round = 0; round < 5; round++)
            {
                Assert.Equal(50, producer.Push(TestPages.From(0, 50)).Pushed);
                HarvestResult harvest = collector!.Collector.Harvest(pages);
                Assert.Equal(TestPages.From(0, 50), pages[..harvest.Pages]);
                Assert.Equal(50, resetter.Reset(ref sink).Entries);
                Assert.Equal(WaitStatus.Ready, collector.WaitForReset(harvest.Ticket, Peers.Limit, out _));
            }
        }
    }
}
