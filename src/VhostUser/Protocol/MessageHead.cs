using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Protocol;

/// <summary>What every message begins with: request, flags, bytes of the payload.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageHead
{
    internal const int Bytes = 12;

    /// <summary>Bits of <see cref="Flags"/> that hold the protocol's version.</summary>
    internal const uint VersionMask = 3;

    /// <summary>The only version there is.</summary>
    internal const uint Version = 1;

    /// <summary>The message is an answer.</summary>
    internal const uint Reply = 4;

    /// <summary>The front end waits for an answer to a request that has none by itself.</summary>
    internal const uint NeedsReply = 8;

    internal VhostUserRequest Request;
    internal uint Flags;
    internal uint PayloadBytes;
}
