using System;
using System.Collections.Generic;
using System.IO;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace LiveCheckpoint.Tests;

/// <summary>A log of made-up epochs, and what the image was after each of them.</summary>
internal sealed class SampleLog : IDisposable
{
    internal const int CapacityPages = 16;

    private readonly Replica _replica;
    private readonly LogWriter _writer;
    private RandomSequence _random;

    internal SampleLog(string path, ulong seed = 1)
    {
        Path = path;
        _random = new RandomSequence(seed);
        _replica = new Replica(CapacityPages);
        _writer = LogWriter.Create(path, new LogHeader(CapacityPages, seed, Generation: 0), overwrite: false);
        Images.Add([]);
        Ends.Add(_writer.LengthBytes);
    }

    /// <summary>Goes on with a log.</summary>
    internal SampleLog(string path, LogContent found)
    {
        Path = path;
        _random = new RandomSequence((ulong)found.CompleteBytes);
        _replica = found.Image;
        _writer = LogWriter.Continue(path, found);
    }

    internal string Path { get; }

    internal LogWriter Writer => _writer;

    internal Replica Replica => _replica;

    /// <summary>The database after epoch 0, 1, 2...</summary>
    internal List<byte[]> Images { get; } = [];

    /// <summary>The log's length after epoch 0, 1, 2...</summary>
    internal List<long> Ends { get; } = [];

    /// <summary>Appends an epoch in which these pages have new, random content.</summary>
    internal void Append(params ReadOnlySpan<int> pages)
    {
        EpochPages epoch = new();
        byte[] content = new byte[TrackedMemory.PageBytes];
        foreach (int page in pages)
        {
            for (int i = 0; i < content.Length; i++)
                content[i] = (byte)_random.Next();
            epoch.Add(page, content);
        }
        long number = _replica.Epoch + 1;
        epoch.Seal(number);
        int imagePages = Math.Max(_replica.ImagePages, pages.Length == 0 ? 0 : pages[^1] + 1);
        CommitRecord commit = new(epoch.Count, number, number * 10, imagePages, _replica.HashWith(epoch));
        _replica.Apply(epoch, commit);
        _writer.Append(epoch, commit);
        Images.Add(_replica.Database.ToArray());
        Ends.Add(_writer.LengthBytes);
    }

    /// <summary>Closes the log and returns its bytes.</summary>
    internal byte[] Close()
    {
        _writer.Dispose();
        return File.ReadAllBytes(Path);
    }

    internal static LogContent Read(byte[] bytes) => LogReader.Read(new MemoryStream(bytes, writable: false), "the log");

    public void Dispose() => _writer.Dispose();
}
