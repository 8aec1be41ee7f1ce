using System.Buffers.Binary;

namespace RingCore.VhostUser.Protocol;

/// <summary>What shape each request has: bytes of its payload, files beside it.</summary>
internal static class RequestRules
{
    private const int Unknown = -1;

    /// <summary>Whether a request is answered by itself, so that there is nothing to acknowledge.</summary>
    internal static bool HasAnswer(VhostUserRequest request) => request is VhostUserRequest.GetFeatures or VhostUserRequest.GetProtocolFeatures
        or VhostUserRequest.GetQueueCount or VhostUserRequest.GetVringBase or VhostUserRequest.GetStatus;

    /// <summary>Judges a message's shape. What it says is judged where it is carried out.</summary>
    internal static VhostUserRefusal Judge(in Message message)
    {
        if (message.Head.Request == VhostUserRequest.SetMemoryTable)
            return JudgeTable(message);
        int bytes = PayloadBytes(message.Head.Request);
        if (bytes == Unknown)
            return VhostUserRefusal.UnknownRequest;
        if (bytes != message.Payload.Length)
            return VhostUserRefusal.WrongSize;
        bool hasItsFiles = IsFileRequest(message.Head.Request) ? message.IsFileMessage : message.FileCount == 0;
        return hasItsFiles ? VhostUserRefusal.None : VhostUserRefusal.WrongFileCount;
    }

    private static VhostUserRefusal JudgeTable(in Message message)
    {
        if (message.Payload.Length < sizeof(ulong))
            return VhostUserRefusal.WrongSize;
        uint regions = BinaryPrimitives.ReadUInt32LittleEndian(message.Payload); // padding follows
        if (regions is 0 or > MemoryRegion.MaxRegions)
            return VhostUserRefusal.RegionCountOutOfRange;
        if (message.Payload.Length != sizeof(ulong) + ((int)regions * MemoryRegion.SizeBytes))
            return VhostUserRefusal.WrongSize;
        return message.FileCount == (int)regions ? VhostUserRefusal.None : VhostUserRefusal.WrongFileCount;
    }

    private static bool IsFileRequest(VhostUserRequest request) =>
        request is VhostUserRequest.SetVringKick or VhostUserRequest.SetVringCall or VhostUserRequest.SetVringError;

    private static int PayloadBytes(VhostUserRequest request)
    {
        switch (request)
        {
            case VhostUserRequest.GetFeatures:
            case VhostUserRequest.GetProtocolFeatures:
            case VhostUserRequest.GetQueueCount:
            case VhostUserRequest.GetStatus:
            case VhostUserRequest.SetOwner:
            case VhostUserRequest.ResetOwner:
                return 0;
            case VhostUserRequest.SetFeatures:
            case VhostUserRequest.SetProtocolFeatures:
            case VhostUserRequest.SetStatus:
            case VhostUserRequest.SetVringKick:
            case VhostUserRequest.SetVringCall:
            case VhostUserRequest.SetVringError:
                return sizeof(ulong);
            case VhostUserRequest.SetVringSize:
            case VhostUserRequest.SetVringBase:
            case VhostUserRequest.GetVringBase:
            case VhostUserRequest.SetVringEnable:
                return VringState.Bytes;
            case VhostUserRequest.SetVringAddress:
                return VringAddress.Bytes;
            default:
                return Unknown;
        }
    }
}
