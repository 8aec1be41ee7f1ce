using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Crash;

/// <summary>
/// A process that has compiled what producers and collectors run, and makes them by forking: thousands are killed, and a new process of .NET takes a
/// hundred times as long as its life does. This is the supervisor's side.
/// </summary>
internal sealed class Nursery : IDisposable
{
    /// <summary>Bytes of an order before the path: the party and the seed.</summary>
    internal const int OrderBytes = sizeof(int) + sizeof(ulong);

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5); // it has a program to start and to compile before its first answer

    private readonly Process _process;
    private readonly PeerSocket _socket;

    /// <summary>Starts it.</summary>
    internal Nursery()
    {
        (_socket, PeerSocket there) = PeerSocket.CreatePair();
        using (there)
        {
            there.IsInheritable = true;
            _process = OwnProgram.Start(NurseryRole.Word, OwnProgram.Text(there.Descriptor));
        }
    }

    /// <summary>Makes a child that waits for its orders.</summary>
    /// <exception cref="IOException">The nursery is gone or does not answer.</exception>
    internal CrashChild Start(Party party, string path, ulong seed)
    {
        byte[] order = new byte[OrderBytes + Encoding.UTF8.GetByteCount(path)];
        BinaryPrimitives.WriteInt32LittleEndian(order, (int)party);
        BinaryPrimitives.WriteUInt64LittleEndian(order.AsSpan(sizeof(int)), seed);
        Encoding.UTF8.GetBytes(path, order.AsSpan(OrderBytes));
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        using (there)
        using (SafeFileHandle end = new(there.Descriptor, ownsHandle: false))
        {
            Span<byte> answer = stackalloc byte[sizeof(int)];
            if (_socket.Send(order, [end], s_limit) != PeerStatus.Done
                || _socket.Receive(answer, out int bytes, out _, s_limit) != PeerStatus.Done || bytes != answer.Length)
            {
                throw new IOException("The nursery does not answer.");
            }

            return new CrashChild(party, BinaryPrimitives.ReadInt32LittleEndian(answer), here);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _socket.Dispose();
    }
}
