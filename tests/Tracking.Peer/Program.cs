using System;
using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Tracking.Peer;

/// <summary>One side of shared tracked memory in a process of its own, to be killed. Every wait has an end.</summary>
public static unsafe class Program
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static int Main(string[] args) => args switch
    {
        ["collect", string collector, string log] => Collect(PeerSocket.Inherited(Number(collector)), log),
        ["produce", string supervisor, string collector, string seed] =>
            Produce(PeerSocket.Inherited(Number(supervisor)), PeerSocket.Inherited(Number(collector)), Number(seed)),
        _ => throw new ArgumentException(string.Join(' ', args)),
    };

    /// <summary>Appends rounds to a log until the producer is gone: a round counts from its last byte on.</summary>
    private static int Collect(PeerSocket socket, string path)
    {
        if (SharedRounds.Open(socket, s_limit, out SharedRounds? rounds) != SharedOpenStatus.Opened)
            return 1;
        using FileStream log = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        log.Position = RoundLog.Replay(path, (_, _) => { });
        log.SetLength(log.Position); // what a killed predecessor wrote half
        using (rounds)
        {
            while (rounds!.WaitForRound(s_limit, out SharedRound? round) == RoundWaitStatus.Ready)
            {
                using (round)
                {
                    byte[] entry = RoundLog.Entry(round!);
                    if (!round!.EndCopy())
                        continue;
                    log.Write(entry);
                    _ = round.Commit();
                }
            }
        }

        return 0;
    }

    /// <summary>Writes pages for ever, or until the supervisor says that it is enough; then closes a last round.</summary>
    private static int Produce(PeerSocket supervisor, PeerSocket collector, int seed)
    {
        byte[] message = new byte[1];
        if (supervisor.Receive(message, out _, out SafeFileHandle[] inherited, s_limit) != PeerStatus.Done)
            return 1;
        SharedTrackedMemory? memory = inherited.Length == 0 ? new SharedTrackedMemory(64, 300) : null;
        if (memory is null && SharedTrackedMemory.Succeed(inherited[0], inherited[1], out memory) != SharedOpenStatus.Opened)
            return 2;
        using (memory)
        {
            // Before anything is written: the supervisor is who can pass them on.
            if (supervisor.Send(message, [memory!.Image.Descriptor, memory.Record.Descriptor], s_limit) != PeerStatus.Done)
                return 3;
            using SharedTracker tracker = new(memory, new SharedTrackerOptions { Entries = 64, ReservedEntries = 8 });
            if (tracker.Attach(collector, s_limit) != PeerStatus.Done)
                return 4;
            Random random = new(seed);
            while (supervisor.Receive(message, out _, out _, TimeSpan.Zero) == PeerStatus.TimedOut)
            {
                for (int writes = random.Next(100); writes > 0; writes--)
                    Write(memory, tracker, random);
                _ = tracker.Boundary(default, TimeSpan.FromMilliseconds(50));
            }

            while (tracker.Boundary(default, s_limit).Status is BoundaryStatus.Busy or BoundaryStatus.Returned)
                _ = tracker.WaitForCommit(s_limit);
            return tracker.WaitForCommit(s_limit) ? 0 : 5;
        }
    }

    private static void Write(SharedTrackedMemory memory, SharedTracker tracker, Random random)
    {
        ulong gfn = (ulong)random.Next((int)memory.Pages - 3);
        int pages = random.Next(1, 4);
        _ = tracker.Intend(gfn, pages);
        byte* first = memory.Address(0) + (gfn * TrackedMemory.PageBytes);
        for (int page = 0; page < pages; page++)
            *(ulong*)(first + (page * TrackedMemory.PageBytes)) = (ulong)random.NextInt64();
        _ = tracker.MarkDirty(gfn, pages);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
