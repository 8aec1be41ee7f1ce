using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>
/// A tracker's own memory, tracked pages and writers' rings, as shared memory of a model program; what must hold at the end of each execution.
/// </summary>
/// <remarks>
/// Each writer has a word of its own in each page: a write that another's later write hides would not be missed.
/// </remarks>
internal sealed unsafe class TrackingProgram : IDisposable
{
    private const int WriterStride = 128;
    private const ulong Published = 1;
    private const ulong StateMask = 3;

    private readonly TrackedMemory _pages;
    private readonly WriterWords<Fp>[] _words;
    private readonly RingMemory[] _rings;

    /// <summary>Makes the memory; threads and the check are the case's to add.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="pages">Pages that are tracked.</param>
    /// <param name="writers">Writers, each with a ring of its own.</param>
    /// <param name="entries">Entries of each ring.</param>
    internal TrackingProgram(string name, int pages, int writers, int entries)
    {
        Model = new ModelProgram(name) { SpinRounds = 3 };
        _pages = new TrackedMemory(pages);
        Memory = new TrackerMemory(_pages);
        Pages = pages;
        Model.Share("tracker", Memory.SoftFull, (nuint)((byte*)(Memory.InFlight + PageSet<Fp>.WordsFor(pages)) - (byte*)Memory.SoftFull));
        Model.Label(Memory.SoftFull, "softFull");
        Model.Label(Memory.InProgress, "vmInProgress");
        Model.Label(Memory.Hint, "hint");
        Model.Label(Memory.Marks, "marks");
        Model.Label(Memory.Overflow, "overflow");
        Model.Label(Memory.Open, "open");
        Model.Label(Memory.InFlight, "inFlight");
        for (int page = 0; page < pages; page++)
        {
            for (int writer = 0; writer < writers; writer++)
                Model.Share($"page{page}.{writer}", Data(page, writer), sizeof(uint));
        }

        _words = [.. Enumerable.Range(0, writers).Select(_ => new WriterWords<Fp>())];
        _rings = [.. Enumerable.Range(0, writers).Select(_ => new RingMemory(new RingGeometry(entries, DirtyPageAddress.Bytes, 0)))];
        for (int writer = 0; writer < writers; writer++)
        {
            Model.Share($"words{writer}", _words[writer].Words, CacheLine.PaddingBytes);
            Model.Label(_words[writer].Words + 4, $"closed{writer}");
            Model.Label(_words[writer].Words + 5, $"inProgress{writer}");
            Model.Share($"control{writer}", _rings[writer].Control, RingControl.Bytes);
            Model.Share($"entries{writer}", _rings[writer].Entries, (nuint)_rings[writer].Geometry.Bytes);
        }

        Model.Check = Check;
    }

    /// <summary>The program.</summary>
    internal ModelProgram Model { get; }

    /// <summary>The words of the tracker.</summary>
    internal TrackerMemory Memory { get; }

    /// <summary>Pages that are tracked.</summary>
    internal int Pages { get; }

    /// <summary>Number of writers.</summary>
    internal int Writers => _words.Length;

    /// <summary>Further things that must hold: null where they do.</summary>
    internal Func<Execution, string?>? Also { get; set; }

    /// <summary>What a writer shares with the collector beside its ring.</summary>
    internal WriterWords<Fp> Words(int writer) => _words[writer];

    /// <summary>A writer's ring.</summary>
    internal RingMemory Ring(int writer) => _rings[writer];

    /// <summary>A writer's word in a page.</summary>
    internal uint* Data(long page, int writer) => (uint*)(_pages.Start + (page * TrackedMemory.PageBytes) + (writer * WriterStride));

    /// <summary>The sets of a tracker that has begun: it has looked at the overflow bitmap once. On real memory, before a body runs.</summary>
    internal RoundSets<TFence> BegunSets<TFence>()
        where TFence : IFencePoints
    {
        RoundSets<TFence> sets = new(Memory);
        _ = sets.AdmitOverflow();
        return sets;
    }

    /// <summary>Adds a thread that writes pages in order, each time another value.</summary>
    internal void AddWriter(int number, int[] pages, bool signals = false, bool sleeps = false, bool isFull = false, bool isShared = false) =>
        Model.PreparedThread($"writer{number}", () =>
        {
            ModelWriter writer = new(this, number) { Signals = signals, Sleeps = sleeps, IsFull = isFull, IsShared = isShared };
            return () =>
            {
                for (int i = 0; i < pages.Length; i++)
                    writer.Write(pages[i], (uint)(i + 1));
            };
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        foreach (WriterWords<Fp> words in _words)
            words.RemoveUser();
        Memory.RemoveUser();
        _pages.Dispose();
    }

    /// <summary>What a word of 8 bytes holds in the end.</summary>
    internal static ulong Final(Execution execution, ulong* word) =>
        execution.Final((uint*)word) | (ulong)execution.Final((uint*)word + 1) << 32;

    private static bool Has(Execution execution, ulong* words, int page) =>
        (Final(execution, words + (page >> 6)) >> (page & 63) & 1) != 0;

    private string? Check(Execution execution)
    {
        List<Observation> seen = [.. execution.Observations()];
        bool hasWalked = seen.Any(o => o.Name == "walk");
        for (int page = 0; page < Pages; page++)
        {
            bool isMarked = Has(execution, Memory.Marks, page);
            bool isPending = IsPending(execution, page);
            if (isMarked && !isPending)
                return $"page {page} is marked and will never come";
            if (isPending && !isMarked && !hasWalked)
                return $"page {page} is on its way without its mark";
            for (int writer = 0; writer < Writers; writer++)
            {
                ulong read = seen.LastOrDefault(o => o.Name == ReadName(page, writer)).Value;
                if (!isPending && read != execution.Final(Data(page, writer)))
                    return $"a write of writer {writer} to page {page} is lost";
            }
        }

        return Also?.Invoke(execution);
    }

    /// <summary>How a collector notes what it read.</summary>
    internal static string ReadName(long page, int writer) => $"read{page}.{writer}";

    /// <summary>Whether the next round will have the page.</summary>
    internal bool IsPending(Execution execution, int page)
    {
        ulong region = 1UL << (page >> 6);
        return (Has(execution, Memory.Overflow, page) && (Final(execution, Memory.Hint) & region) != 0)
            || Has(execution, Memory.Open, page) || Has(execution, Memory.InFlight, page)
            || _rings.Any(ring => HasEntry(execution, ring, page));
    }

    /// <summary>Whether a page has been pushed into a ring and not harvested.</summary>
    internal static bool HasEntry(Execution execution, RingMemory ring, int page)
    {
        for (int i = 0; i < ring.Geometry.Entries; i++)
        {
            ulong entry = Final(execution, (ulong*)ring.Entries + i);
            if ((entry & StateMask) == Published && entry >> DirtyPageAddress.FrameShift == (ulong)page)
                return true;
        }

        return false;
    }
}
