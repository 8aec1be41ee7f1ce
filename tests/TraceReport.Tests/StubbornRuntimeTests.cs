using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>A process that connects to the diagnostic port as .NET does, and then never answers the request for a session.</summary>
[Trait("Category", "Trace")]
public sealed class StubbornRuntimeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_process_that_gives_no_session_is_resumed_all_the_same()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryFolder folder = new();
        using Process process = Process.Start("sleep", "60");
        string silentPath = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{process.Id}-1-socket");
        try
        {
            using Socket silent = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            silent.Bind(new UnixDomainSocketEndPoint(silentPath));
            silent.Listen();
            List<string> warnings = [];
            using Recording.Recording recording = new(folder.File("live"), warnings.Add, s_patience);
            string setting = folder.File("setting");
            // The command ends when its process has been resumed, as a command does; or by itself.
            string command = $"echo \"$DOTNET_DiagnosticPorts\" > '{setting}.new'; mv '{setting}.new' '{setting}'; for i in $(seq 100); do [ -e '{setting}.resumed' ] && exit 0; sleep 0.1; done; exit 3";
            using CancellationTokenSource stop = new(s_limit);
            Task<byte[]> resumed = Connect(setting, process.Id, stop.Token);
            (int exitCode, IReadOnlyList<Recording.RecordedProcess> recorded) = await recording.Run(["sh", "-c", command]);
            Assert.Equal(0, exitCode);
            Assert.Equal([4, 1], (await resumed)[16..18]); // the process command set, and in it the command to resume
            Assert.Empty(recorded);
            Assert.Contains("runs unrecorded", Assert.Single(warnings), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            File.Delete(silentPath);
        }
    }

    [Fact]
    public async Task Processes_that_have_connected_when_the_command_ends_are_resumed_all_the_same()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryFolder folder = new();
        using Process process = Process.Start("sleep", "60");
        string silentPath = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{process.Id}-1-socket");
        try
        {
            using Socket silent = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            silent.Bind(new UnixDomainSocketEndPoint(silentPath));
            silent.Listen();
            List<string> warnings = [];
            using Recording.Recording recording = new(folder.File("live"), warnings.Add, s_limit / 2);
            string setting = folder.File("setting");
            // The first is being asked for a session when the command ends, the second has not been accepted.
            string command = $"echo \"$DOTNET_DiagnosticPorts\" > '{setting}.new'; mv '{setting}.new' '{setting}'; for i in $(seq 100); do [ -e '{setting}.connected' ] && exit 0; sleep 0.1; done; exit 3";
            using CancellationTokenSource stop = new(s_limit);
            TaskCompletionSource first = new();
            TaskCompletionSource second = new();
            Task<byte[]>[] resumed = [Connect(setting, process.Id, stop.Token, first), Connect(setting, process.Id, stop.Token, second)];
            Task telling = Tell();
            (int exitCode, IReadOnlyList<Recording.RecordedProcess> recorded) = await recording.Run(["sh", "-c", command]);
            await telling;
            Assert.Equal(0, exitCode);
            foreach (Task<byte[]> each in resumed)
                Assert.Equal([4, 1], (await each.WaitAsync(TimeSpan.FromSeconds(20), stop.Token))[16..18]);
            Assert.Empty(recorded);
            Assert.Equal(2, warnings.Count);
            Assert.All(warnings, warning => Assert.Contains("runs unrecorded: the command has ended", warning, StringComparison.Ordinal));

            async Task Tell()
            {
                await Task.WhenAll(first.Task, second.Task);
                await Task.Run(silent.Accept, stop.Token); // the request for a session of the first
                await File.WriteAllTextAsync(setting + ".connected", "", stop.Token);
            }
        }
        finally
        {
            process.Kill();
            File.Delete(silentPath);
        }
    }

    /// <summary>Connects and advertises, and answers the first command.</summary>
    private static async Task<byte[]> Connect(string setting, int processId, CancellationToken stop, TaskCompletionSource? connected = null)
    {
        while (!File.Exists(setting))
            await Task.Delay(20, stop);
        string path = (await File.ReadAllTextAsync(setting, stop)).Split(',')[0];
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
        byte[] advertisement = new byte[34];
        "ADVR_V1\0"u8.CopyTo(advertisement);
        Guid.NewGuid().TryWriteBytes(advertisement.AsSpan(8));
        BinaryPrimitives.WriteUInt64LittleEndian(advertisement.AsSpan(24), (ulong)processId);
        await socket.SendAsync(advertisement, stop);
        connected?.SetResult();
        byte[] command = new byte[20];
        for (int read = 0; read < command.Length;)
        {
            int more = await socket.ReceiveAsync(command.AsMemory(read), stop);
            if (more == 0)
                return command; // let go of without a command
            read += more;
        }

        byte[] answer = new byte[20];
        "DOTNET_IPC_V1\0"u8.CopyTo(answer);
        answer[14] = 20;
        answer[16] = 0xFF;
        await socket.SendAsync(answer, stop);
        await File.WriteAllTextAsync(setting + ".resumed", "", stop);
        return command;
    }
}
