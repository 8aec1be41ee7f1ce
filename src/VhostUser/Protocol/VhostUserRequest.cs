namespace RingCore.VhostUser.Protocol;

/// <summary>The front end's requests that a session answers, by the numbers of QEMU's <c>docs/interop/vhost-user.rst</c>.</summary>
internal enum VhostUserRequest : uint
{
    GetFeatures = 1,
    SetFeatures = 2,
    SetOwner = 3,
    ResetOwner = 4,
    SetMemoryTable = 5,
    SetVringSize = 8,
    SetVringAddress = 9,
    SetVringBase = 10,
    GetVringBase = 11,
    SetVringKick = 12,
    SetVringCall = 13,
    SetVringError = 14,
    GetProtocolFeatures = 15,
    SetProtocolFeatures = 16,
    GetQueueCount = 17,
    SetVringEnable = 18,
    SetStatus = 39,
    GetStatus = 40,
}
