using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// All words of a tracker that outlive any one collector, in one block; freed when the tracker, its writers and its open round are gone.
/// </summary>
/// <remarks>
/// <code>
///  byte  0      128    256           384    512
///        +------+------+-------------+------+-------+----------+--------------+-----------------+----------+
///        | pad  | soft | VM marks in | hint | marks | overflow | open round   | round in flight | last pad |
///        |      | full | progress    |      |       | bitmap   | (a page set) | (a page set)    |          |
///        +------+------+-------------+------+-------+----------+--------------+-----------------+----------+
/// </code>
/// All words up to the overflow bitmap belong to all threads; the two sets to whoever holds the collector's lock. They change roles with every
/// round: a collector that takes over finds pages in both and tells them apart by nothing. The block holds no pointers: it could stand in a mapping that several processes share. It also keeps the tracked memory alive.
/// </remarks>
internal sealed unsafe class TrackerMemory
{
    private const int SoftFullOffset = CacheLine.PaddingBytes;
    private const int InProgressOffset = 2 * CacheLine.PaddingBytes;
    private const int HintOffset = 3 * CacheLine.PaddingBytes;
    private const int MarksOffset = 4 * CacheLine.PaddingBytes;

    private readonly CountedBlock _block;
    private readonly long _bitmapBytes;
    private readonly long _setBytes;

    /// <summary>Allocates zeros for the pages of <paramref name="pages"/>; the caller is the first user.</summary>
    internal TrackerMemory(TrackedMemory pages)
    {
        pages.AddUser();
        Tracked = pages;
        Pages = (long)pages.Pages;
        _bitmapBytes = Padded(MarkBitmap<CoherentFencePoints>.WordsFor(Pages) * sizeof(ulong));
        _setBytes = Padded(PageSet<CoherentFencePoints>.WordsFor(Pages) * sizeof(ulong));
        _block = new CountedBlock(MarksOffset + (2 * _bitmapBytes) + (2 * _setBytes) + CacheLine.PaddingBytes);
    }

    /// <summary>The memory whose pages are tracked.</summary>
    internal TrackedMemory Tracked { get; }

    /// <summary>Number of its pages.</summary>
    internal long Pages { get; }

    /// <summary>The word of <see cref="SoftFullSignal{TFence}"/>.</summary>
    internal uint* SoftFull => (uint*)(_block.Start + SoftFullOffset);

    /// <summary>The word of <see cref="MarksInProgress{TFence}"/> that all threads without a writer share.</summary>
    internal uint* InProgress => (uint*)(_block.Start + InProgressOffset);

    /// <summary>The hint of <see cref="OverflowBitmap{TFence}"/>.</summary>
    internal ulong* Hint => (ulong*)(_block.Start + HintOffset);

    /// <summary>The words of <see cref="MarkBitmap{TFence}"/>.</summary>
    internal ulong* Marks => (ulong*)(_block.Start + MarksOffset);

    /// <summary>The words of <see cref="OverflowBitmap{TFence}"/>.</summary>
    internal ulong* Overflow => (ulong*)(_block.Start + MarksOffset + _bitmapBytes);

    /// <summary>The words of the open round's set.</summary>
    internal ulong* Open => (ulong*)(_block.Start + MarksOffset + (2 * _bitmapBytes));

    /// <summary>The words of the set of the round in flight.</summary>
    internal ulong* InFlight => (ulong*)(_block.Start + MarksOffset + (2 * _bitmapBytes) + _setBytes);

    /// <summary>Whether the last user is gone and with it the block.</summary>
    internal bool IsFreed => _block.Start == null;

    /// <summary>Counts a user.</summary>
    internal void AddUser() => _block.AddUser();

    /// <summary>Counts a user off; with the last, frees the block and lets go of the tracked memory.</summary>
    internal void RemoveUser()
    {
        if (_block.RemoveUser())
            Tracked.RemoveUser();
    }

    private static long Padded(long bytes) => (bytes + CacheLine.PaddingBytes - 1) & -CacheLine.PaddingBytes;
}
