using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Log;

/// <summary>The image as the epochs alone make it: what a restore would give, kept up to date while the program runs.</summary>
internal sealed class Replica(int capacityPages)
{
    private readonly byte[] _bytes = new byte[(long)capacityPages * TrackedMemory.PageBytes];
    private readonly PageHash[] _hashes = new PageHash[capacityPages];

    internal int CapacityPages => _hashes.Length;

    /// <summary>The last epoch applied; 0 before the first.</summary>
    internal long Epoch { get; private set; }

    /// <summary>The last transaction that the image holds.</summary>
    internal long Transaction { get; private set; }

    /// <summary>Pages of the database.</summary>
    internal int ImagePages { get; private set; }

    /// <summary>One more than the highest page that was ever logged.</summary>
    internal int HighestPages { get; private set; }

    /// <summary>Pages that were ever logged.</summary>
    internal int LoggedPages { get; private set; }

    /// <summary>The hash of the image.</summary>
    internal PageHash Hash { get; private set; }

    internal ReadOnlySpan<byte> Page(int page) => _bytes.AsSpan(page * TrackedMemory.PageBytes, TrackedMemory.PageBytes);

    /// <summary>Whether the page was ever logged.</summary>
    internal bool Has(int page) => _hashes[page] != default;

    /// <summary>The database: the first <see cref="ImagePages"/> pages.</summary>
    internal ReadOnlySpan<byte> Database => _bytes.AsSpan(0, ImagePages * TrackedMemory.PageBytes);

    /// <summary>What <see cref="Hash"/> would be with these sealed pages applied.</summary>
    internal PageHash HashWith(EpochPages pages)
    {
        PageHash hash = Hash;
        for (int i = 0; i < pages.Count; i++)
            hash ^= _hashes[pages.Page(i)] ^ pages.Hash(i);
        return hash;
    }

    /// <summary>Applies an epoch's sealed pages; the commit record's hash becomes the image's.</summary>
    internal void Apply(EpochPages pages, CommitRecord commit)
    {
        for (int i = 0; i < pages.Count; i++)
        {
            int page = pages.Page(i);
            pages.Content(i).CopyTo(_bytes.AsSpan(page * TrackedMemory.PageBytes));
            LoggedPages += Has(page) ? 0 : 1;
            _hashes[page] = pages.Hash(i);
            HighestPages = Math.Max(HighestPages, page + 1);
        }
        Hash = commit.ImageHash;
        Epoch = commit.Epoch;
        Transaction = commit.Transaction;
        ImagePages = commit.ImagePages;
    }
}
