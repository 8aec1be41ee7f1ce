using System;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Hostile.Crash;

/// <summary>A child's end of the way to the supervisor.</summary>
internal static class Orders
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the supervisor sends the child into work.</summary>
    /// <param name="supervisor">The way.</param>
    /// <param name="files">What to work on.</param>
    /// <returns>False where the supervisor is gone.</returns>
    internal static bool TryWait(PeerSocket supervisor, out SafeFileHandle[] files)
    {
        Span<byte> order = stackalloc byte[1];
        PeerStatus status;
        do
            status = supervisor.Receive(order, out _, out files, s_look);
        while (status == PeerStatus.TimedOut);
        return status == PeerStatus.Done;
    }

    /// <summary>Maps a region of the supervisor's.</summary>
    /// <exception cref="InvalidOperationException">It is not what it should be.</exception>
    internal static SharedRegion Open(SafeFileHandle file, long bytes)
    {
        SharedOpenStatus status = SharedRegion.Open(file, RegionSeals.OfAnswered, bytes, RegionAccess.ReadWrite, out SharedRegion? region);
        return region ?? throw new InvalidOperationException($"A region of the supervisor's was not opened: {status}.");
    }
}
