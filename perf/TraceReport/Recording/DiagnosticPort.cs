using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RingCore.TraceReport.Recording;

/// <summary>
/// A diagnostic port that .NET processes connect to at their start, each in turn and again after every command. The client library has such a server, but its
/// public face accepts one process only, and under <c>dotnet run</c> several connect.
/// </summary>
internal sealed class DiagnosticPort : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-port-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;

    /// <summary>Listens.</summary>
    /// <exception cref="IOException">The temporary folder cannot be used.</exception>
    internal DiagnosticPort()
    {
        _path = Path.Combine(_folder.FullName, "port");
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen(backlog: 128);
    }

    /// <summary>What DOTNET_DiagnosticPorts must be for a process to connect here, and to wait with its start until it is told to resume.</summary>
    internal string Setting => $"{_path},connect,suspend";

    /// <summary>Whether a process has connected and is not accepted yet.</summary>
    internal bool HasConnection => _listener.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>The next process that connects.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal async Task<ConnectedRuntime> Accept(CancellationToken stop) => new(await _listener.AcceptAsync(stop).ConfigureAwait(false));

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }
}
