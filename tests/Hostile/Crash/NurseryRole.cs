using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Crash;

/// <summary>What the nursery does: lets a producer and a collector run for a while, so that both are compiled, and then forks one for each order.</summary>
/// <remarks>
/// A forked child has one thread, and needs no other: the program runs without tiered compilation and without concurrent collection, so that nothing of
/// the runtime waits for a thread that the fork has left behind; and at the fork no other thread is within it.
/// </remarks>
internal static class NurseryRole
{
    /// <summary>The role's word on the command line; then the socket's descriptor.</summary>
    internal const string Word = "nursery";

    private const int MaxOrderBytes = 512;
    private const int WarmRounds = 60;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        using PeerSocket supervisor = PeerSocket.Inherited(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        WarmUp();
        GC.Collect();
        byte[] order = new byte[MaxOrderBytes];
        byte[] answer = new byte[sizeof(int)];
        while (true)
        {
            PeerStatus status = supervisor.Receive(order, out int bytes, out SafeFileHandle[] files, s_look);
            Forking.Reap();
            if (status == PeerStatus.TimedOut)
                continue;
            if (status != PeerStatus.Done)
                return 0;
            int child = Forking.Fork();
            if (child == 0)
            {
                supervisor.Dispose();
                Live(order.AsSpan(0, bytes), files[0]);
            }

            files[0].Dispose();
            BinaryPrimitives.WriteInt32LittleEndian(answer, child);
            _ = supervisor.Send(answer, [], s_look);
        }
    }

    /// <summary>A child's life. It ends without the runtime's own end, which would wait for threads.</summary>
    private static void Live(ReadOnlySpan<byte> order, SafeFileHandle end)
    {
        int exitCode = 0;
        try
        {
            ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(order[sizeof(int)..]);
            string path = Encoding.UTF8.GetString(order[Nursery.OrderBytes..]);
            PeerSocket supervisor = PeerSocket.Inherited((int)end.DangerousGetHandle());
            if (BinaryPrimitives.ReadInt32LittleEndian(order) == (int)Party.Producer)
                ProducerRole.Run(supervisor, path, seed);
            else
                CollectorRole.Run(supervisor, path);
        }
#pragma warning disable CA1031 // Whatever it was ends this process, and must be seen.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(failure);
            exitCode = 1;
        }

        Forking.Exit(exitCode);
    }

    /// <summary>Runs both roles against each other in this process, with everything that a supervisor does to them but a kill.</summary>
    private static void WarmUp()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-nursery-");
        string path = Path.Combine(folder.FullName, "meeting");
        using SharedRegion boardRegion = SharedRegion.Create("warm-board", CrashBoard.Bytes, RegionSeals.OfAnswered);
        using SharedRegion replica = SharedRegion.Create("warm-replica", ReplicaLog.BytesFor(CrashPages.Count), RegionSeals.OfAnswered);
        CrashBoard board = new(boardRegion);
        SafeFileHandle[] memory = [];
        for (ulong life = 1; life <= 3; life++)
        {
            (PeerSocket toProducer, PeerSocket producerEnd) = PeerSocket.CreatePair();
            (PeerSocket toCollector, PeerSocket collectorEnd) = PeerSocket.CreatePair();
            ulong seed = life;
            Thread producer = new(() => ProducerRole.Run(producerEnd, path, seed));
            Thread collector = new(() => CollectorRole.Run(collectorEnd, path));
            producer.Start();
            collector.Start();
            _ = toProducer.Send([1], [boardRegion.Descriptor, .. memory], s_warm);
            _ = toCollector.Send([1], [boardRegion.Descriptor, replica.Descriptor], s_warm);
            SpinWait.SpinUntil(() => board.RoundsCommitted > WarmRounds * (long)seed, s_warm);
            board.QuietWanted++;
            SpinWait.SpinUntil(() => board.QuietMet == board.QuietWanted, s_warm);
            board.QuietEnded = board.QuietMet;
            Thread.Sleep(s_moment);
            _ = toProducer.Receive(new byte[1], out _, out memory, s_warm);
            toProducer.Dispose();
            toCollector.Dispose();
            producer.Join();
            collector.Join();
            producerEnd.Dispose();
            collectorEnd.Dispose();
        }

        foreach (SafeFileHandle file in memory)
            file.Dispose();
        folder.Delete(recursive: true);
    }
}
