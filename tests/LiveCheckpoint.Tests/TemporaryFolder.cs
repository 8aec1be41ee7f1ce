using System;
using System.IO;

namespace LiveCheckpoint.Tests;

/// <summary>A folder that a test has for itself.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("live-checkpoint-test-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    internal string File(string name) => Path.Combine(_path, name);
}
