using System;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Moves;
using RingCore.Layouts;

namespace RingCore.Hostile.Live;

/// <summary>What the hostile child does: opens the ring like any collector, then writes what no collector may, until it is killed or its parent is gone.</summary>
internal static unsafe class HostileRole
{
    /// <summary>The role's word on the command line; then the socket's descriptor and the seed.</summary>
    internal const string Word = "hostile-collector";

    private const int Descriptors = 3;
    private const int MovesPerTurn = 1000;
    private const int HarvestsPerPhase = 64;

    // Attachments may be short: each begins with other calls.
    private const ulong CallsPerSeed = 5;
    private static readonly TimeSpan s_handOver = TimeSpan.FromMinutes(1);

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        using PeerSocket parent = PeerSocket.Inherited(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        ulong seed = ulong.Parse(arguments[1], CultureInfo.InvariantCulture);
        PeerStatus status = parent.Receive(stackalloc byte[1], out _, out SafeFileHandle[] files, s_handOver);
        if (status != PeerStatus.Done || files.Length != Descriptors)
            return Fail($"the hand-over ended as {status} with {files.Length} descriptors");
        SharedOpenStatus opened = SharedCollector.Open(files[0], files[1], out SharedCollector? collector);
        if (opened != SharedOpenStatus.Opened)
            return Fail($"the ring was not opened: {opened}");
        opened = SharedRegion.Open(files[2], RegionSeals.OfAnswered, HostileBoard.Bytes, RegionAccess.ReadWrite, out SharedRegion? board);
        if (opened != SharedOpenStatus.Opened)
            return Fail($"the board was not opened: {opened}");
        Attack(parent, collector!, new HostileBoard(board!), seed);
        return 0;
    }

    private static void Attack(PeerSocket parent, SharedCollector collector, HostileBoard board, ulong seed)
    {
        HostilePeer peer = new(View(collector), seed);
        KernelMoves kernel = new(collector.Told, collector.Answered);
        ulong call = seed * CallsPerSeed;
        DirtyPage[] pages = new DirtyPage[collector.Geometry.Entries];
        while (!parent.IsPeerGone)
        {
            switch (peer.Random.Below(16))
            {
                case 0:
                    peer.ChangeTemper();
                    break;
                case 1:
                case 2:
                    kernel.Make((KernelMove)(call++ % KernelMoves.Count), ref peer.Random);
                    break;
                case 3:
                    for (int i = 0; i < HarvestsPerPhase; i++)
                        _ = collector.Collector.Harvest(pages);
                    break;
                case 4:
                    WakeEverybody(collector);
                    break;
                default:
                    for (int i = 0; i < MovesPerTurn; i++)
                        peer.Act();
                    break;
            }

            board.Publish(peer, kernel);
        }
    }

    private static void WakeEverybody(SharedCollector collector)
    {
        ToldWords* told = (ToldWords*)collector.Told.Start;
        AnsweredWords* answered = (AnsweredWords*)collector.Answered.Start;
        SharedFencePoints.Wake(&told->Reset);
        SharedFencePoints.Wake(&told->DoorbellWaits);
        SharedFencePoints.Wake(&answered->Doorbell);
        SharedFencePoints.Wake(&answered->CollectorWaits);
        SharedFencePoints.Wake(&answered->ResetWaits);
    }

    private static PeerView View(SharedCollector collector)
    {
        ToldWords* told = (ToldWords*)collector.Told.Start;
        AnsweredWords* answered = (AnsweredWords*)collector.Answered.Start;
        return new PeerView
        {
            Answered = collector.Answered.Start,
            AnsweredBytes = (int)collector.Answered.Bytes,
            Fetch = &answered->Fetch,
            CollectorWaits = &answered->CollectorWaits,
            Doorbell = &answered->Doorbell,
            WritableEntries = collector.Flagged is null ? null : (KvmDirtyGfn*)(collector.Answered.Start + AnsweredWords.Bytes),
            Avail = &told->Avail,
            Reset = &told->Reset,
            Mask = collector.Geometry.Mask,
        };
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"hostile collector: {why}");
        return 1;
    }
}
