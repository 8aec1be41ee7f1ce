using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace LiveCheckpoint.Log;

/// <summary>Appends epochs to a checkpoint log. What <see cref="Append"/> has returned from is on the disk.</summary>
/// <remarks>
/// After an I/O error the log is not written again: a failed fsync may have dropped what it could not write, so that a second
/// one says nothing about it. Belongs to one thread at a time; the open file excludes other writers.
/// </remarks>
internal sealed class LogWriter : IDisposable
{
    /// <summary>
    /// A compaction writes at most the 16th part of what the epochs before it did. With a page record's head (1/128 of a page) and a commit
    /// record (1/64) even a log of epochs of one page writes less than 1.1 times its dirty pages; the price is a log of up to 17 databases.
    /// </summary>
    private const int CompactionShare = 16;

    private const int WriteChunkBytes = 8 << 20;

    private readonly string _path;
    private SafeFileHandle _file;
    private LogHeader _header;

    private LogWriter(string path, SafeFileHandle file, LogHeader header)
    {
        _path = path;
        _file = file;
        _header = header;
    }

    /// <summary>How often the log was compacted.</summary>
    internal long Generation => _header.Generation;

    /// <summary>The file's length in bytes, all of it durable between two calls.</summary>
    internal long LengthBytes { get; private set; }

    /// <summary>Bytes written since the log was opened, compactions included.</summary>
    internal long WrittenBytes { get; private set; }

    /// <summary>Makes a new log.</summary>
    /// <param name="path">Where.</param>
    /// <param name="header">What it will hold.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="IOException">The file exists, or the disk refuses.</exception>
    internal static LogWriter Create(string path, LogHeader header, bool overwrite)
    {
        SafeFileHandle file = File.OpenHandle(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.None);
        LogWriter writer = new(path, file, header);
        try
        {
            writer.WriteHeader();
            if (RandomAccess.GetLength(file) != LogHeader.Bytes)
                throw new IOException($"{path} is not a regular file: what is written to it does not stay.");
            RandomAccess.FlushToDisk(file);
            DurableFolder.SyncParentOf(path);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Goes on behind the last complete epoch of an existing log; what lies after it is cut off.</summary>
    internal static LogWriter Continue(string path, LogContent content)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.None);
        LogWriter writer = new(path, file, content.Header);
        try
        {
            writer.WriteHeader();
            RandomAccess.SetLength(file, content.CompleteBytes);
            RandomAccess.FlushToDisk(file);
            writer.LengthBytes = content.CompleteBytes;
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Writes an epoch's sealed pages and its commit record, and makes them durable.</summary>
    /// <remarks>One fsync serves both: the commit record counts only with all the pages it counts, whatever order they reach the disk in.</remarks>
    internal void Append(EpochPages pages, CommitRecord commit)
    {
        Write(pages.Records);
        Write(commit);
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>
    /// Whether old epochs outweigh the database so far that a compaction adds little to what was written: since the last one the
    /// epochs have written at least <see cref="CompactionShare"/> times as much as it would write.
    /// </summary>
    internal bool IsMostlyOld(Replica replica) => LengthBytes > (CompactionShare + 1L) * replica.LoggedPages * PageRecord.Bytes;

    /// <summary>
    /// Replaces the log by one that holds the replica as a single epoch, under the same epoch number: written beside it and made
    /// durable, then renamed over it, and the rename made durable. A crash at any point leaves one of the two whole.
    /// </summary>
    internal void Compact(Replica replica)
    {
        string compactedPath = _path + ".tmp";
        LogHeader header = _header with { Generation = _header.Generation + 1 };
        SafeFileHandle file = File.OpenHandle(compactedPath, FileMode.Create, FileAccess.Write, FileShare.None);
        LogWriter compacted = new(compactedPath, file, header);
        try
        {
            compacted.WriteHeader();
            compacted.WriteImage(replica);
            RandomAccess.FlushToDisk(file);
            File.Move(compactedPath, _path, overwrite: true);
            DurableFolder.SyncParentOf(_path);
        }
        catch
        {
            compacted.Dispose();
            File.Delete(compactedPath);
            throw;
        }
        _file.Dispose();
        _file = file;
        _header = header;
        LengthBytes = compacted.LengthBytes;
        WrittenBytes += compacted.WrittenBytes;
    }

    public void Dispose() => _file.Dispose();

    private void WriteHeader()
    {
        byte[] bytes = new byte[LogHeader.Bytes];
        _header.Write(bytes);
        LengthBytes = 0;
        Write(bytes);
    }

    private void WriteImage(Replica replica)
    {
        const int BatchPages = 256;
        EpochPages batch = new();
        for (int page = 0; page < replica.HighestPages; page++)
        {
            if (replica.Has(page))
                batch.Add(page, replica.Page(page));
            if (batch.Count == BatchPages)
                WriteBatch(batch, replica.Epoch);
        }
        WriteBatch(batch, replica.Epoch);
        Write(new CommitRecord(replica.LoggedPages, replica.Epoch, replica.Transaction, replica.ImagePages, replica.Hash));
    }

    private void WriteBatch(EpochPages batch, long epoch)
    {
        batch.Seal(epoch);
        Write(batch.Records);
        batch.Clear();
    }

    private void Write(CommitRecord commit)
    {
        byte[] bytes = new byte[CommitRecord.Bytes];
        commit.Write(bytes);
        Write(bytes);
    }

    private void Write(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlyMemory<byte> chunk = bytes[..Math.Min(bytes.Length, WriteChunkBytes)];
            WriteChunk(chunk.Span);
            LengthBytes += chunk.Length;
            WrittenBytes += chunk.Length;
            bytes = bytes[chunk.Length..];
        }
    }

    private void WriteChunk(ReadOnlySpan<byte> chunk)
    {
        try
        {
            RandomAccess.Write(_file, chunk, LengthBytes);
        }
        catch (ArgumentOutOfRangeException tooLarge)
        {
            // What .NET makes of EFBIG: the file has reached the limit of its file system, or of the process.
            throw new IOException($"The file may not grow beyond {LengthBytes} bytes by another {chunk.Length}.", tooLarge);
        }
    }
}
