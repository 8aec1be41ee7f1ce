using System;
using System.IO;

namespace RingCore.Tests;

/// <summary>A folder of this test's own, which is made by whoever first uses it, and the name of a socket in it.</summary>
internal sealed class SocketPath : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "ringcore-" + Guid.NewGuid().ToString("N")[..12]);

    /// <summary>The socket.</summary>
    public string Name => Path.Combine(Folder, "socket");

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
