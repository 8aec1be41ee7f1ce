using System;
using System.Buffers.Binary;
using System.IO;

namespace LiveCheckpoint.Log;

/// <summary>
/// Reads a log from its front. An epoch is applied only when its commit record has been read, every page's checksum is right, and the image's
/// hash comes out as the record says; the first thing that is wrong ends the reading, since later epochs build on it.
/// </summary>
internal sealed class LogReader
{
    private const int KindBytes = sizeof(uint);

    private readonly Stream _file;
    private readonly Replica _image;
    private readonly EpochPages _pending = new();
    private readonly byte[] _record = new byte[PageRecord.Bytes];
    private long _position = LogHeader.Bytes;
    private long _completeBytes = LogHeader.Bytes;
    private long _firstEpochBytes;

    private LogReader(Stream file, Replica image)
    {
        _file = file;
        _image = image;
    }

    /// <summary>Reads the newest complete image of a log.</summary>
    /// <exception cref="UnusableLogException">It is no log, or it has no complete epoch.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static LogContent Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 20);
        return Read(file, path);
    }

    /// <summary>Reads a log from its first byte to its last.</summary>
    /// <param name="file">The log.</param>
    /// <param name="name">What messages call it.</param>
    internal static LogContent Read(Stream file, string name)
    {
        byte[] front = new byte[LogHeader.Bytes];
        int read = file.ReadAtLeast(front, front.Length, throwOnEndOfStream: false);
        if (read < front.Length)
            throw new UnusableLogException($"{name} is no checkpoint log: it has {read} bytes, and a log's header alone has {front.Length}.");
        if (!LogHeader.TryRead(front, out int damagedAt, out LogHeader header))
            throw new UnusableLogException($"{name} is no checkpoint log: neither copy of its header is intact.");

        LogReader reader = new(file, new Replica(header.CapacityPages));
        string? damage = reader.ReadEpochs();
        if (reader._image.Epoch == 0)
            throw new UnusableLogException($"{name} has no complete epoch, so there is nothing to restore{Because(damage)}.");
        if (damagedAt >= 0)
            damage = $"byte {damagedAt}: one of the header's two copies is damaged" + (damage is null ? "" : "; " + damage);
        return new LogContent(header, reader._image, reader._completeBytes, reader._firstEpochBytes, file.Length, damage);
    }

    private static string Because(string? damage) => damage is null ? "" : $" ({damage})";

    /// <summary>Reads epochs to the end or to the first damage, which it returns as a sentence.</summary>
    private string? ReadEpochs()
    {
        while (true)
        {
            int read = Fill(0, KindBytes);
            if (read == 0)
                return _pending.Count == 0 ? null : TornTail();
            if (read < KindBytes)
                return TornTail();
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(_record);
            string? damage = kind switch
            {
                PageRecord.Kind => ReadPage(),
                CommitRecord.Kind => ReadCommit(),
                _ => $"byte {_position}: no record begins like this",
            };
            if (damage is not null)
                return damage;
        }
    }

    private string? ReadPage()
    {
        if (Fill(KindBytes, PageRecord.Bytes) < PageRecord.Bytes)
            return TornTail();
        if (!PageRecord.IsIntact(_record, out PageHash hash))
            return $"byte {_position}: a page record's checksum is wrong";
        int page = PageRecord.Page(_record);
        int previous = _pending.Count == 0 ? -1 : _pending.Page(_pending.Count - 1);
        if (page <= previous || page >= _image.CapacityPages)
            return $"byte {_position}: page {page} does not belong behind page {previous} in an image of at most {_image.CapacityPages} pages";
        _pending.AddRecord(_record, hash);
        _position += PageRecord.Bytes;
        return null;
    }

    private string? ReadCommit()
    {
        if (Fill(KindBytes, CommitRecord.Bytes) < CommitRecord.Bytes)
            return TornTail();
        if (!CommitRecord.TryRead(_record, out CommitRecord commit))
            return $"byte {_position}: a commit record's checksum is wrong";
        // The first epoch of a log may have any number: compaction keeps the number of the epoch it was made at.
        bool follows = _image.Epoch == 0 ? commit.Epoch > 0 : commit.Epoch == _image.Epoch + 1;
        if (!follows || commit.Pages != _pending.Count || commit.ImagePages > _image.CapacityPages || !PagesAreOf(commit.Epoch))
            return $"byte {_position}: epoch {commit.Epoch} with {commit.Pages} pages does not fit the {_pending.Count} pages before its commit record";
        if (_image.HashWith(_pending) != commit.ImageHash)
            return $"byte {_position}: the image of epoch {commit.Epoch} does not have the hash that its commit record states";
        _image.Apply(_pending, commit);
        _pending.Clear();
        _position += CommitRecord.Bytes;
        _completeBytes = _position;
        if (_firstEpochBytes == 0)
            _firstEpochBytes = _position;
        return null;
    }

    private bool PagesAreOf(long epoch)
    {
        for (int i = 0; i < _pending.Count; i++)
        {
            if (_pending.Epoch(i) != epoch)
                return false;
        }
        return true;
    }

    private string TornTail() =>
        $"byte {_completeBytes}: the log ends inside an epoch ({_file.Length - _completeBytes} bytes without a commit record)";

    /// <summary>Reads the record's bytes from <paramref name="from"/> to <paramref name="to"/>; returns how far it came.</summary>
    private int Fill(int from, int to) => from + _file.ReadAtLeast(_record.AsSpan(from, to - from), to - from, throwOnEndOfStream: false);
}
