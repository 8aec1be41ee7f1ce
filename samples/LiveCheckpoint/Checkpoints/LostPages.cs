using System;
using LiveCheckpoint.Log;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>Counts the pages that the epochs have lost, by comparing what they make with the live image itself.</summary>
/// <param name="image">The live image; it must stand still while it is compared.</param>
/// <param name="capacityPages">Its size.</param>
internal sealed unsafe class LostPages(byte* image, int capacityPages)
{
    private readonly byte* _image = image;
    private readonly bool[] _isLost = new bool[capacityPages];

    /// <summary>Pages found lost so far. A page that stays lost counts once; one that is logged right again and then lost again counts twice.</summary>
    internal int Total { get; private set; }

    /// <summary>How many comparisons were made.</summary>
    internal int Comparisons { get; private set; }

    /// <summary>Compares every page that the database has, or that was ever logged.</summary>
    internal void Compare(Replica replica, int imagePages)
    {
        Comparisons++;
        int pages = Math.Max(imagePages, replica.HighestPages);
        for (int page = 0; page < pages; page++)
        {
            ReadOnlySpan<byte> live = new(_image + (long)page * TrackedMemory.PageBytes, TrackedMemory.PageBytes);
            bool isLost = !live.SequenceEqual(replica.Page(page));
            Total += isLost && !_isLost[page] ? 1 : 0;
            _isLost[page] = isLost;
        }
    }
}
