using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;

namespace RingCore.Peer;

/// <summary>The other side of a shared ring in a process of its own: collects, attacks, or waits to be killed. Every wait has an end.</summary>
public static class Program
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static int Main(string[] args) => args switch
    {
        ["collect", "inherited", string told, string answered, string pages] => Collect(OpenInherited(told, answered), Number(pages)),
        ["collect", "socket", string path, string pages] => CollectFromSocket(Connect(path), Number(pages)),
        ["collect", "pair", string descriptor, string pages] => CollectFromSocket(PeerSocket.Inherited(Number(descriptor)), Number(pages)),
        ["attack", string path] => AttackFromSocket(Connect(path)),
        ["stay", string path] => Stay(Connect(path)),
        ["make", string path] => Make(Connect(path)),
        _ => throw new ArgumentException(string.Join(' ', args)),
    };

    private static SharedCollector OpenInherited(string told, string answered)
    {
        SafeFileHandle toldFile = new(Number(told), ownsHandle: true);
        SafeFileHandle answeredFile = new(Number(answered), ownsHandle: true);
        return Opened(SharedCollector.Open(toldFile, answeredFile, out SharedCollector? collector), collector);
    }

    private static PeerSocket Connect(string path)
    {
        PeerStatus status = PeerSocket.Connect(path, s_limit, out PeerSocket? peer);
        return peer ?? throw new IOException(status.ToString());
    }

    private static int CollectFromSocket(PeerSocket peer, int pages)
    {
        using (peer)
            return Collect(Opened(SharedCollector.Receive(peer, s_limit, out SharedCollector? collector), collector), pages);
    }

    private static SharedCollector Opened(SharedOpenStatus status, SharedCollector? collector) =>
        collector ?? throw new IOException(status.ToString());

    /// <summary>Harvests, asks for a reset and waits for it, until so many pages are here; says what they add up to, and how it waited.</summary>
    private static int Collect(SharedCollector side, int pages)
    {
        DirtyPage[] batch = new DirtyPage[64];
        ulong sum = 0;
        using (side)
        {
            for (int left = pages; left > 0;)
            {
                if (side.Collector.WaitForEntries(WaitStrategy.Block, s_limit) != WaitStatus.Ready)
                    throw new TimeoutException("no entries");
                HarvestResult harvest = side.Collector.Harvest(batch);
                foreach (DirtyPage page in batch.AsSpan(0, harvest.Pages))
                    sum = (sum * 31) + page.Offset;
                side.RequestReset();
                if (side.WaitForReset(harvest.Ticket, s_limit, out ReadGrant grant) != WaitStatus.Ready || !grant.IsGranted)
                    throw new TimeoutException("no reset");
                left -= harvest.Pages;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sum} {(SharedFencePoints.WaitsPoll ? "polls" : "sleeps")}"));
        return 0;
    }

    private static int AttackFromSocket(PeerSocket peer)
    {
        using (peer)
        {
            using SharedCollector side = Opened(SharedCollector.Receive(peer, s_limit, out SharedCollector? collector), collector);
            foreach ((string act, int error) in Acts(side))
                Console.WriteLine($"{error} {act}");
        }

        return 0;
    }

    private static IEnumerable<(string Act, int Error)> Acts(SharedCollector side)
    {
        (SafeFileHandle told, SafeFileHandle answered) = (side.Told.Descriptor, side.Answered.Descriptor);
        using SafeFileHandle reopened = HostCalls.Reopen(told);
        nint mapped = Start(side.Told);
        return
        [
            .. Attack.Shape(told, side.Told.Bytes), .. Attack.Write(told, side.Told.Bytes, mapped),
            .. Attack.Shape(reopened, side.Told.Bytes), .. Attack.Write(reopened, side.Told.Bytes, mapped),
            .. Attack.Shape(answered, side.Answered.Bytes),
        ];
    }

    private static unsafe nint Start(SharedRegion region) => (nint)region.Start;

    /// <summary>Opens the ring, says whether it can be fenced, and waits in vain.</summary>
    private static int Stay(PeerSocket peer)
    {
        using (peer)
        {
            using SharedCollector side = Opened(SharedCollector.Receive(peer, s_limit, out SharedCollector? collector), collector);
            _ = peer.Send([HostCalls.IsFencedFromOthers() ? (byte)1 : (byte)0], [], s_limit);
            _ = side.Collector.WaitForEntries(WaitStrategy.Block, s_limit);
        }

        return 1;
    }

    /// <summary>Makes a ring of each design with 18 entries harvested and 23 published, hands over all descriptors, its own side's too, and waits to be killed.</summary>
    private static int Make(PeerSocket peer)
    {
        RingGeometry geometry = new(256);
        using (peer)
        using (SharedFlaggedRing flagged = new(geometry, PeerTrust.Shadowed))
        using (SharedIndexedRing indexed = new(geometry))
        {
            for (ulong page = 0; page < 41; page++)
            {
                _ = flagged.Producer.Push(new DirtyPage(0, page));
                _ = indexed.Producer.Push(new DirtyPage(0, page));
            }

            HandOverHarvested(peer, flagged);
            HandOverHarvested(peer, indexed);
            _ = peer.Receive(new byte[1], out _, out _, s_limit);
        }

        return 1;
    }

    private static void HandOverHarvested(PeerSocket peer, SharedRing ring)
    {
        (SafeFileHandle told, SafeFileHandle answered) = ring.PeerDescriptors;
        SharedOpenStatus status = SharedCollector.Open(HostCalls.Duplicate(told), HostCalls.Duplicate(answered), out SharedCollector? collector);
        using (Opened(status, collector))
            _ = collector!.Collector.Harvest(new DirtyPage[18]);
        if (peer.Send([1], [told, answered, ring.Private.Descriptor], s_limit) != PeerStatus.Done)
            throw new IOException("not sent");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
