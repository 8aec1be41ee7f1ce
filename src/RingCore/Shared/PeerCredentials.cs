using System.Runtime.InteropServices;
using RingCore.Platform;

namespace RingCore;

/// <summary>Who is at the other end of a socket, as the kernel says (<c>SO_PEERCRED</c>): fixed when the connection was made.</summary>
/// <param name="Process">The process that connected, listened or made the pair.</param>
/// <param name="User">Its effective user.</param>
public readonly record struct PeerCredentials(int Process, uint User)
{
    /// <summary>This process's effective user.</summary>
    internal static uint OwnUser => LibC.geteuid();

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="System.IO.IOException">It is not a connected Unix socket.</exception>
    internal static PeerCredentials Of(SafeHandle socket)
    {
        (int process, uint user) = PeerMessages.Credentials(socket);
        return new PeerCredentials(process, user);
    }
}
