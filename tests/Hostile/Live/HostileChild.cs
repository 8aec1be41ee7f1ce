using System;
using System.Diagnostics;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Live;

/// <summary>A hostile collector as a process of its own, which has what every collector is handed, and is killed in the end.</summary>
internal sealed class HostileChild : IDisposable
{
    private static readonly TimeSpan s_handOver = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly PeerSocket _socket;
    private readonly SharedRegion _boardRegion;

    private HostileChild(Process process, PeerSocket socket, SharedRegion boardRegion) =>
        (_process, _socket, _boardRegion, Board) = (process, socket, boardRegion, new HostileBoard(boardRegion));

    /// <summary>What the child tells of itself.</summary>
    internal HostileBoard Board { get; }

    /// <summary>Whether it lives. It does until it is killed, if nothing is wrong with it.</summary>
    internal bool IsAlive => !_process.HasExited;

    /// <summary>Starts one, and hands it a ring.</summary>
    /// <exception cref="IOException">The child does not take it.</exception>
    internal static HostileChild Start(SharedRing ring, ulong seed)
    {
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        SharedRegion board = SharedRegion.Create("hostile-board", HostileBoard.Bytes, RegionSeals.OfAnswered);
        Process process;
        using (there)
        {
            there.IsInheritable = true;
            process = OwnProgram.Start(HostileRole.Word, OwnProgram.Text(there.Descriptor), OwnProgram.Text(seed));
        }

        SafeFileHandle[] files = [ring.PeerDescriptors.Told, ring.PeerDescriptors.Answered, board.Descriptor];
        HostileChild child = new(process, here, board);
        if (here.Send([1], files, s_handOver) == PeerStatus.Done)
            return child;
        child.Dispose();
        throw new IOException("The hostile child does not take the ring.");
    }

    /// <summary>Kills it with SIGKILL.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _socket.Dispose();
        _boardRegion.Dispose();
    }
}
