using System;

namespace LiveCheckpoint.Log;

/// <summary>
/// The pages of one epoch, laid out as the log's records: copied once out of the image, sealed, and written as they lie.
/// </summary>
/// <remarks>Belongs to one thread at a time: filled at the boundary, then handed to the checkpointer until the epoch is durable.</remarks>
internal sealed class EpochPages
{
    private byte[] _records;
    private PageHash[] _hashes;

    /// <param name="reservedPages">Room that is there from the start; more is made when it is needed.</param>
    internal EpochPages(int reservedPages = 256)
    {
        _records = GC.AllocateUninitializedArray<byte>(reservedPages * PageRecord.Bytes);
        _hashes = new PageHash[reservedPages];
        // Written once here, so that the first epochs do not pay for the page faults.
        Array.Clear(_records);
    }

    internal int Count { get; private set; }

    /// <summary>All records, one behind the other.</summary>
    internal ReadOnlyMemory<byte> Records => _records.AsMemory(0, Count * PageRecord.Bytes);

    internal int Page(int index) => PageRecord.Page(Record(index));

    internal ReadOnlySpan<byte> Content(int index) => PageRecord.Content(Record(index));

    internal PageHash Hash(int index) => _hashes[index];

    internal long Epoch(int index) => PageRecord.Epoch(Record(index));

    internal void Clear() => Count = 0;

    /// <summary>Adds a copy of a page. Pages come in ascending order, each once.</summary>
    internal void Add(int page, ReadOnlySpan<byte> content)
    {
        Reserve(Count + 1);
        PageRecord.Fill(Record(Count), page, content);
        Count++;
    }

    /// <summary>Adds a record as it was read from a log, with the hash that its check has found.</summary>
    internal void AddRecord(ReadOnlySpan<byte> record, PageHash hash)
    {
        Reserve(Count + 1);
        record.CopyTo(Record(Count));
        _hashes[Count] = hash;
        Count++;
    }

    /// <summary>Seals every record for an epoch.</summary>
    internal void Seal(long epoch)
    {
        for (int i = 0; i < Count; i++)
            _hashes[i] = PageRecord.Seal(Record(i), epoch);
    }

    /// <summary>Takes a page out again, before the records are sealed.</summary>
    internal void Remove(int index)
    {
        _records.AsSpan((index + 1) * PageRecord.Bytes, (Count - index - 1) * PageRecord.Bytes)
            .CopyTo(_records.AsSpan(index * PageRecord.Bytes));
        Count--;
    }

    /// <summary>Gives a page another content, before the records are sealed.</summary>
    internal void Replace(int index, ReadOnlySpan<byte> content) => content.CopyTo(PageRecord.WritableContent(Record(index)));

    private Span<byte> Record(int index) => _records.AsSpan(index * PageRecord.Bytes, PageRecord.Bytes);

    private void Reserve(int pages)
    {
        if (pages <= _hashes.Length)
            return;
        int capacity = (int)Math.Min(_hashes.Length * 2L, Array.MaxLength / PageRecord.Bytes);
        byte[] records = GC.AllocateUninitializedArray<byte>(capacity * PageRecord.Bytes);
        _records.AsSpan(0, Count * PageRecord.Bytes).CopyTo(records);
        _records = records;
        Array.Resize(ref _hashes, capacity);
    }
}
