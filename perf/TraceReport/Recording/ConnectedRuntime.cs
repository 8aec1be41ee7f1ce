using System;
using System.Buffers.Binary;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RingCore.TraceReport.Recording;

/// <summary>
/// One connection of a .NET process to a diagnostic port. The bytes are those of dotnet/diagnostics, documentation/design-docs/ipc-protocol.md: an
/// advertisement of 34 bytes (magic, cookie, process id), then commands of a 20-byte header.
/// </summary>
internal sealed class ConnectedRuntime(Socket socket) : IDisposable
{
    private const int AdvertisementBytes = 34;
    private const int CookieOffset = 8;
    private const int ProcessIdOffset = 24;
    private const int HeaderBytes = 20;
    private const int CommandSetOffset = 16;
    private const byte ProcessCommandSet = 0x04;
    private const byte ResumeRuntimeCommand = 0x01;
    private const byte ServerCommandSet = 0xFF;
    private const byte OkResponse = 0x00;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Reads what the process says of itself: a number that is the same in all of its connections, and its id.</summary>
    /// <exception cref="IOException">It went away, or is not a .NET process.</exception>
    internal async Task<(Guid Cookie, int ProcessId)> ReadAdvertisement(CancellationToken stop)
    {
        byte[] advertisement = new byte[AdvertisementBytes];
        await _stream.ReadExactlyAsync(advertisement, stop).ConfigureAwait(false);
        if (!advertisement.AsSpan(0, CookieOffset).SequenceEqual("ADVR_V1\0"u8))
            throw new IOException("A process that is not .NET has connected to the diagnostic port.");
        return (new Guid(advertisement.AsSpan(CookieOffset, ProcessIdOffset - CookieOffset)),
            (int)BinaryPrimitives.ReadUInt64LittleEndian(advertisement.AsSpan(ProcessIdOffset)));
    }

    /// <summary>Lets the process start. It must be said over this port: the process waits for each port that asked it to.</summary>
    /// <exception cref="IOException">It went away, or refused.</exception>
    internal async Task Resume(CancellationToken stop)
    {
        byte[] command = new byte[HeaderBytes];
        "DOTNET_IPC_V1\0"u8.CopyTo(command);
        BinaryPrimitives.WriteUInt16LittleEndian(command.AsSpan(14), HeaderBytes);
        command[CommandSetOffset] = ProcessCommandSet;
        command[CommandSetOffset + 1] = ResumeRuntimeCommand;
        await _stream.WriteAsync(command, stop).ConfigureAwait(false);
        byte[] answer = new byte[HeaderBytes];
        await _stream.ReadExactlyAsync(answer, stop).ConfigureAwait(false);
        if (answer[CommandSetOffset] != ServerCommandSet || answer[CommandSetOffset + 1] != OkResponse)
            throw new IOException("The process refused to resume.");
    }

    public void Dispose() => _stream.Dispose();
}
