using System;

namespace RingCore.VhostUser.Protocol;

/// <summary>The protocol's own features, <c>VHOST_USER_PROTOCOL_F_*</c>, that a session has.</summary>
[Flags]
internal enum ProtocolFeatures : ulong
{
    None = 0,

    /// <summary>The number of queues can be asked for.</summary>
    Multiqueue = 1 << 0,

    /// <summary>Requests without an answer are acknowledged where the front end asks for it.</summary>
    ReplyAck = 1 << 3,

    /// <summary>The device's status is told and asked for.</summary>
    Status = 1 << 16,

    All = Multiqueue | ReplyAck | Status,
}
