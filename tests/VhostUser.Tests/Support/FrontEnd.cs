using System;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using Xunit;

namespace RingCore.Tests;

/// <summary>A front end of our own, in the same process: says what it is told to say, right or wrong, and has a driver for each queue.</summary>
internal sealed unsafe class FrontEnd : IDisposable
{
    /// <summary>Bytes of its memory, one region.</summary>
    public const int MemoryBytes = 1 << 20;

    /// <summary>Where the driver knows its memory.</summary>
    public const ulong GuestAddress = 0x4000_0000;

    /// <summary>Where the front end's process would have it.</summary>
    public const ulong UserAddress = 0x7f00_0000_0000;

    private const ulong QueueBytes = 0x1_0000;
    private const ulong DriverEventOffset = 0xF000;
    private const ulong DeviceEventOffset = 0xF080;

    private readonly SafeHandle _socket;

    public FrontEnd(VhostUserOptions? options = null)
    {
        int* two = stackalloc int[2];
        Assert.Equal(0, RingCore.Platform.LibC.socketpair(1, 1 | 0x80000, 0, two)); // AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC
        _socket = new SafeFileHandle(two[0], ownsHandle: true);
        Session = new VhostUserSession(new SafeFileHandle(two[1], ownsHandle: true), options ?? new VhostUserOptions());
        File = Memfd.Create("front end", MemoryBytes);
        Start = Map(File, MemoryBytes);
    }

    /// <summary>One whose session is somebody else's, who serves it.</summary>
    public FrontEnd(SafeHandle socket)
    {
        _socket = socket;
        Session = null!;
        File = Memfd.Create("front end", MemoryBytes);
        Start = Map(File, MemoryBytes);
    }

    public VhostUserSession Session { get; }

    public SafeFileHandle File { get; }

    /// <summary>The front end's own mapping.</summary>
    public byte* Start { get; }

    public VirtioFeatures Features { get; init; } = VirtioFeatures.ProtocolFeatures | VirtioFeatures.Version1 | VirtioFeatures.PackedRing;

    public static byte* Map(SafeFileHandle file, int bytes)
    {
        nint start = RingCore.Platform.LibC.mmap(0, (nuint)bytes, 3, 1, file, 0);
        Assert.NotEqual(-1, start);
        return (byte*)start;
    }

    public static SafeFileHandle EventFile()
    {
        int file = VhostUser.Linux.LibC.eventfd(0, 0x80000); // EFD_CLOEXEC; blocking, which the back end must not trust
        Assert.True(file >= 0);
        return new SafeFileHandle(file, ownsHandle: true);
    }

    /// <summary>Whether an event file has been written since it was read last.</summary>
    public static bool WasSignalled(SafeFileHandle file) => PeerMessages.Wait(file, forMessage: true, 0);

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    public void SendRaw(ReadOnlySpan<byte> bytes, params SafeFileHandle[] files) => _ = PeerMessages.Send(_socket, bytes, files);

    public void Send(uint request, byte[] payload, SafeFileHandle[] files, uint flags = 1, uint? payloadBytes = null) =>
        SendRaw([.. Bytes(request, flags, payloadBytes ?? (uint)payload.Length), .. payload], files);

    /// <summary>Sends a request and has it carried out.</summary>
    public ServeStatus Ask(VhostUserRequest request, byte[]? payload = null, SafeFileHandle[]? files = null, uint flags = 1)
    {
        Send((uint)request, payload ?? [], files ?? [], flags);
        return Session?.Serve(TimeSpan.Zero) ?? ServeStatus.Serving;
    }

    public ServeStatus Ask(VhostUserRequest request, uint queue, uint value) => Ask(request, Bytes(queue, value));

    /// <summary>The answer to the last request.</summary>
    public T Answer<T>(VhostUserRequest request)
        where T : unmanaged
    {
        byte[] answer = new byte[MessageHead.Bytes + sizeof(T)];
        Assert.Equal(answer.Length, PeerMessages.Receive(_socket, answer, out SafeFileHandle[] files));
        Assert.Empty(files);
        MessageHead head = MemoryMarshal.Read<MessageHead>(answer);
        Assert.Equal((request, 5u, (uint)sizeof(T)), (head.Request, head.Flags, head.PayloadBytes));
        return MemoryMarshal.Read<T>(answer.AsSpan(MessageHead.Bytes));
    }

    public bool IsHungUp() => PeerMessages.Receive(_socket, new byte[1], out _) == PeerMessages.Closed;

    /// <summary>Dies: closes its end of the connection.</summary>
    public void Die() => _socket.Dispose();

    public static byte[] Table(params (ulong Guest, ulong Bytes, ulong User, ulong Offset)[] regions) =>
        [.. Bytes((uint)regions.Length, 0u), .. regions.SelectMany(region => Bytes(region.Guest, region.Bytes, region.User, region.Offset))];

    public ServeStatus ShareMemory() => Ask(VhostUserRequest.SetMemoryTable, Table((GuestAddress, MemoryBytes, UserAddress, 0)), [File]);

    /// <summary>What testpmd says until the queues are to be set up.</summary>
    public void Negotiate(ulong protocol = 0x10009)
    {
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetOwner));
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetProtocolFeatures, Bytes(protocol)));
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetFeatures, Bytes((ulong)Features)));
        Assert.Equal(ServeStatus.Serving, ShareMemory());
    }

    public static byte[] Address(uint queue, ulong descriptors) =>
        [.. Bytes(queue, 0u), .. Bytes(descriptors, descriptors + DeviceEventOffset, descriptors + DriverEventOffset, 0ul)];

    /// <summary>Sets a queue up, up to its kick.</summary>
    public void Describe(uint queue, uint size, uint position = 0x8000)
    {
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetVringSize, queue, size));
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetVringBase, queue, position));
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetVringAddress, Address(queue, UserAddress + (queue * QueueBytes))));
    }

    /// <summary>Sets a queue up, starts and enables it.</summary>
    public PackedDriver StartQueue(uint queue, int size, SafeFileHandle? kick = null, VirtqueueFeatures features = VirtqueueFeatures.None)
    {
        Describe(queue, (uint)size);
        PackedDriver driver = Driver(queue, size, features);
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetVringKick, Bytes(kick is null ? queue | 0x100ul : queue), kick is null ? [] : [kick]));
        Assert.Equal(ServeStatus.Serving, Ask(VhostUserRequest.SetVringEnable, queue, 1));
        return driver;
    }

    public PackedDriver Driver(uint queue, int size, VirtqueueFeatures features = VirtqueueFeatures.None)
    {
        nint start = (nint)Start + (nint)(queue * QueueBytes);
        return new PackedDriver(new VirtqueueMemory(size, start, start + (nint)DriverEventOffset, start + (nint)DeviceEventOffset), features);
    }

    public void Dispose()
    {
        Session?.Dispose();
        _socket.Dispose();
        File.Dispose();
        _ = RingCore.Platform.LibC.munmap((nint)Start, MemoryBytes);
    }
}
