using System;
using System.Runtime.InteropServices;
using RingCore.VhostUser.Protocol;

namespace RingCore.VhostUser;

public sealed partial class VhostUserSession
{
    private VirtqueueFeatures RingFeatures =>
        ((_features & VirtioFeatures.IndirectDescriptors) != 0 ? VirtqueueFeatures.Indirect : 0)
        | ((_features & VirtioFeatures.EventIndex) != 0 ? VirtqueueFeatures.EventIndex : 0)
        | ((_features & VirtioFeatures.InOrder) != 0 ? VirtqueueFeatures.InOrder : 0);

    private VhostUserRefusal CarryOut(in Message message)
    {
        VhostUserRequest request = message.Head.Request;
        VhostUserRefusal refusal = RequestRules.Judge(message);
        if (refusal != VhostUserRefusal.None)
            return refusal;
        switch (request)
        {
            case VhostUserRequest.GetFeatures:
                return Reply(request, (ulong)_options.Offered);
            case VhostUserRequest.SetFeatures:
                return SetFeatures((VirtioFeatures)message.Number);
            case VhostUserRequest.GetProtocolFeatures:
                return Reply(request, (ulong)ProtocolFeatures.All);
            case VhostUserRequest.SetProtocolFeatures:
                return SetProtocolFeatures((ProtocolFeatures)message.Number);
            case VhostUserRequest.GetQueueCount:
                return Reply(request, (ulong)_options.CountedQueues);
            case VhostUserRequest.SetOwner:
                return VhostUserRefusal.None;
            case VhostUserRequest.ResetOwner:
                return DisableAll(); // as the protocol recommends: front ends mean different things by it
            case VhostUserRequest.SetMemoryTable:
                return SetMemoryTable(message);
            case VhostUserRequest.SetStatus:
            case VhostUserRequest.GetStatus:
                return (_protocol & ProtocolFeatures.Status) == 0 ? VhostUserRefusal.NotNegotiated
                    : request == VhostUserRequest.GetStatus ? Reply(request, (ulong)_status) : SetStatus(message.Number);
            case VhostUserRequest.SetVringKick:
            case VhostUserRequest.SetVringCall:
            case VhostUserRequest.SetVringError:
                return SetFile(message);
            default:
                return SetQueue(message);
        }
    }

    private VhostUserRefusal SetFeatures(VirtioFeatures features)
    {
        if ((features & ~_options.Offered) != 0)
            return VhostUserRefusal.FeatureNotOffered;
        const VirtioFeatures Needed = VirtioFeatures.Version1 | VirtioFeatures.PackedRing;
        if ((features & Needed) != Needed)
            return VhostUserRefusal.PackedRingNotTaken;
        if (features != _features && Array.Exists(_queues, queue => queue.Device is not null))
            return VhostUserRefusal.QueueIsStarted;
        _features = features;
        if ((features & VirtioFeatures.ProtocolFeatures) == 0)
            Array.ForEach(_queues, queue => queue.IsEnabled = true);
        return VhostUserRefusal.None;
    }

    private VhostUserRefusal SetProtocolFeatures(ProtocolFeatures features)
    {
        if ((features & ~ProtocolFeatures.All) != 0)
            return VhostUserRefusal.FeatureNotOffered;
        _protocol = features;
        return VhostUserRefusal.None;
    }

    /// <summary>0 is a reset: the rings stop. What was agreed on stays until the front end says it again.</summary>
    private VhostUserRefusal SetStatus(ulong status)
    {
        if (status > byte.MaxValue)
            return VhostUserRefusal.ValueOutOfRange;
        _status = (byte)status;
        if (status == 0)
            Array.ForEach(_queues, queue => queue.Stop());
        return VhostUserRefusal.None;
    }

    private VhostUserRefusal DisableAll()
    {
        Array.ForEach(_queues, queue => queue.IsEnabled = false);
        return VhostUserRefusal.None;
    }

    /// <summary>The old memory stays where the new is refused; queues that run move over.</summary>
    private VhostUserRefusal SetMemoryTable(in Message message)
    {
        ReadOnlySpan<MemoryRegion> table = MemoryMarshal.Cast<byte, MemoryRegion>(message.Payload[sizeof(ulong)..]);
        VhostUserRefusal refusal = VhostUserMemory.TryMap(table, message, _options.RequireSealedMemory, out VhostUserMemory? memory);
        if (refusal != VhostUserRefusal.None)
            return refusal;
        VhostUserMemory? before = Memory;
        Memory = memory;
        foreach (VhostUserQueue queue in _queues)
        {
            if (refusal == VhostUserRefusal.None)
                refusal = queue.Rebind(memory!, RingFeatures);
        }

        if (refusal != VhostUserRefusal.None)
            Array.ForEach(_queues, queue => queue.Stop());
        before?.Unmap();
        return refusal;
    }

    private VhostUserRefusal SetFile(in Message message)
    {
        if (message.FileQueue >= (uint)_queues.Length)
            return VhostUserRefusal.QueueOutOfRange;
        VhostUserQueue queue = _queues[message.FileQueue];
        if (message.Head.Request == VhostUserRequest.SetVringCall)
            return queue.SetCall(message.TakeFile(0));
        if (message.Head.Request == VhostUserRequest.SetVringError)
            return queue.SetError(message.TakeFile(0));
        return (_features & VirtioFeatures.PackedRing) == 0 ? VhostUserRefusal.QueueIsIncomplete : queue.Start(message.TakeFile(0), Memory, RingFeatures);
    }

    private VhostUserRefusal SetQueue(in Message message)
    {
        VringState state = message.Read<VringState>(); // an address begins with the queue too
        if (state.Queue >= (uint)_queues.Length)
            return VhostUserRefusal.QueueOutOfRange;
        VhostUserQueue queue = _queues[state.Queue];
        switch (message.Head.Request)
        {
            case VhostUserRequest.SetVringSize:
                return queue.SetSize(state.Value, _options.MaxQueueSize);
            case VhostUserRequest.SetVringAddress:
                return queue.SetAddress(message.Read<VringAddress>());
            case VhostUserRequest.SetVringBase:
                return queue.SetBase(state.Value);
            case VhostUserRequest.GetVringBase:
                return Reply(message.Head.Request, new VringState { Queue = state.Queue, Value = queue.Stop() });
            default:
                if ((_features & VirtioFeatures.ProtocolFeatures) == 0)
                    return VhostUserRefusal.NotNegotiated;
                if (state.Value > 1)
                    return VhostUserRefusal.ValueOutOfRange;
                queue.IsEnabled = state.Value == 1;
                return VhostUserRefusal.None;
        }
    }

    private VhostUserRefusal Reply<T>(VhostUserRequest request, T payload)
        where T : unmanaged => _messages.TryReply(request, payload) ? VhostUserRefusal.None : VhostUserRefusal.AnswerNotRead;
}
