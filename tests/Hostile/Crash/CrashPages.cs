using LiveCheckpoint.Workloads;

namespace RingCore.Hostile.Crash;

/// <summary>The pages of the image that is written and replicated, and what stands in them.</summary>
internal static unsafe class CrashPages
{
    /// <summary>Pages of the slots.</summary>
    internal static readonly long[] OfSlots = [70, 122];

    /// <summary>All pages.</summary>
    internal const int Count = 192;

    /// <summary>Pages that are written, the first; the others never are, and must never come.</summary>
    internal const int WrittenCount = 176;

    /// <summary>Bytes of a page.</summary>
    internal const int Bytes = 4096;

    private const int Words = Bytes / sizeof(ulong);

    /// <summary>The write that a page was filled by last, or is being filled by.</summary>
    internal static ulong WriteOf(System.ReadOnlySpan<byte> page) => System.BitConverter.ToUInt64(page);

    /// <summary>Fills a page with words that say in which write of which page they were stored.</summary>
    internal static void Fill(byte* page, int number, ulong write)
    {
        ulong* words = (ulong*)page;
        words[0] = write;
        for (int i = 1; i < Words; i++)
            words[i] = RandomSequence.Mix(write + ((ulong)number << 48)) + (ulong)i;
    }
}
