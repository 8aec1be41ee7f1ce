using System;
using System.Diagnostics;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tests;

/// <summary>Rings of another process: while it lives, by its number; after SIGKILL, by descriptors that outlived it.</summary>
[Trait("Category", "Trace")]
public sealed class KilledRingTests
{
    private const string Entries = "entries   0..17 harvested, 18..40 published, rest free";

    [Fact]
    public void Another_process_s_rings_are_seen_while_it_lives_and_after_it_was_killed()
    {
        using SocketPath path = new();
        using PeerListener listener = new(path.Name);
        using Process program = Peers.Start("make", path.Name);
        try
        {
            Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? peer));
            using (peer)
            {
                SafeFileHandle[][] rings = [Receive(peer!), Receive(peer!)];
                Guid[] ids = [.. rings.Select(files => RingInspector.Inspect(new PeerDescriptors(files[0], files[1])).Id)];
                // It may have inherited rings of other tests.
                RingReport[] live = [.. RingInspector.InspectProcess(program.Id).Rings.Where(ring => ids.Contains(ring.Id))];
                Assert.Equal(2, live.Length);
                Assert.All(live, ring => Assert.Contains(Entries, ring.ToString(), StringComparison.Ordinal));
                Assert.All(live, ring => Assert.NotNull(ring.Private));

                program.Kill();
                program.WaitForExit();
                Assert.Empty(RingInspector.InspectProcess(program.Id).Rings);
                RingReport[] dead = [.. rings.Select(files => RingInspector.Inspect(new PeerDescriptors(files[0], files[1]), files[2]))];
                Assert.Equal(ids, dead.Select(ring => ring.Id));
                Assert.All(dead, ring => Assert.Equal(SharedOpenStatus.Opened, ring.Status)); // killed, not closed
                Assert.All(dead, ring => Assert.Contains(Entries, ring.ToString(), StringComparison.Ordinal));
                Assert.Equal(41ul, Assert.Single(dead, ring => ring.Journal is not null).Journal!.Value.Published);
                foreach (SafeFileHandle file in rings.SelectMany(files => files))
                    file.Dispose();
            }
        }
        finally
        {
            program.Kill();
        }
    }

    private static SafeFileHandle[] Receive(PeerSocket peer)
    {
        Assert.Equal(PeerStatus.Done, peer.Receive(new byte[1], out _, out SafeFileHandle[] descriptors, Peers.Limit));
        Assert.Equal(3, descriptors.Length);
        return descriptors;
    }
}
