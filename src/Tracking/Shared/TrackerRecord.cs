using RingCore.Layouts;

namespace RingCore.Tracking;

/*
 * What the producer's side knows of its pages, in memory that outlives it. One thread writes it at a time, and it may be killed before any
 * of its instructions; a successor reads it after its death. So there is no peer to order an access for, and one rule instead: the words
 * are stored in program order (WriteOnce: the compiler leaves it where it stands; a kill comes between two instructions), and
 *
 *     INVARIANT  a page whose last write is in no committed round is in marks, open, in flight or the intent, at each moment.
 *
 *   step            stores, in this order                                                   killed in between
 *   ----            ---------------------                                                   -----------------
 *   Begin           everything of the new record; the magic number              (K0)        no record: begun anew
 *   Intend          marks |= the last intent's pages, then the new intent       (K1)        nothing is written yet; some page may be marked once too often
 *   the writer      data into the pages of the intent                                       the intent has the pages
 *   Mark            marks |= page, then the push                                (K2)        the mark has the page, wherever its push is
 *   EndIntent       intent's pages = 0, after all its marks                     (K3)        intent and marks both have the pages
 *   Reset (sink)    open |= pages; marks &= ~pages; then the entry is freed     (K4)        open and marks both have them
 *   Close           nothing: open and in flight change roles                                the successor takes the pages of both
 *   Retire          in flight, word by word                                     (K5)        the rest comes once more than needed
 *   Return          open |= a word; in flight &= ~ that word, word by word      (K6)        both have the word
 *   Recover         marks |= a word; open (in flight) &= ~ that word            (K7)        both have the word
 *                   marks |= the intent's pages; a successor: EndIntent         (K8)        both have them
 *
 * Rings are left out of this on purpose: what a ring held is marked. A successor, and a new collector too, gets a new ring, because the old
 * one's peer may still have it mapped; Recover then makes everything that is not committed marked and nothing else, and whatever is marked
 * is pushed again.
 *
 * The data stores are the host's own and stand between two calls, (K1) and (K2), that are not inlined: no store moves across a call.
 */

/// <summary>
/// The private record of a tracker whose collector is another process: which pages are marked, open and in flight, and which the writer is about to write.
/// A view of words that stay when this object's process is gone; a second view takes over with <see cref="Recover"/>.
/// </summary>
/// <remarks>
/// <code>
///  byte  0       8       16      24      32           40           48        128
///        +-------+-------+-------+-------+------------+------------+---------+-------+------+-----------+
///        | magic | pages | image | round | intent:    | intent:    | not     | marks | open | in flight |
///        |       |       |       |       | first page | its pages  | used    |   (page sets, padded)    |
///        +-------+-------+-------+-------+------------+------------+---------+-------+------+-----------+
/// </code>
/// The magic number has the layout's version in it and is stored last: a record that was half made is none. Image is the name of the image that
/// the record is about. No word is shared with another process that runs: the padding only keeps the sets apart.
/// </remarks>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal sealed unsafe class TrackerRecord<TFence>
    where TFence : IFencePoints
{
    internal const ulong Magic = 0x0001_6472_4b54_4352; // "RCTKrd", layout 1
    internal const int MagicWord = 0;
    internal const int PagesWord = 1;
    internal const int ImageWord = 2;
    internal const int RoundWord = 3;
    internal const int IntentWord = 4;
    internal const int IntentPagesWord = 5;

    private readonly ulong* _words;
    private readonly long _pages;
    private readonly PageSet<TFence> _marks;
    private PageSet<TFence> _open;
    private PageSet<TFence> _inFlight;

    /// <summary>Views a record that <see cref="IsRecord"/>.</summary>
    internal TrackerRecord(byte* start, long pages)
    {
        _words = (ulong*)start;
        _pages = pages;
        _marks = Set(0);
        _open = Set(1);
        _inFlight = Set(2);
    }

    /// <summary>Number of marked pages: those in the ring and those that wait for room in it.</summary>
    internal long Marked => _marks.Count;

    /// <summary>Number of pages reset since the last round was closed, and given back by a round that came to nothing.</summary>
    internal long Open => _open.Count;

    /// <summary>Number of pages of the round that is closed and not committed.</summary>
    internal long InFlight => _inFlight.Count;

    /// <summary>Number of the last round that was closed; 0 before the first. Successors count on.</summary>
    internal ulong Round => TFence.ReadOnce(_words + RoundWord);

    /// <summary>Name of the image that the record is about.</summary>
    internal ulong Image => TFence.ReadOnce(_words + ImageWord);

    /// <summary>The announced pages, none or a run within the memory; all where the words are no such run.</summary>
    internal (ulong First, long Pages) Intent
    {
        get
        {
            ulong first = TFence.ReadOnce(_words + IntentWord);
            ulong pages = TFence.ReadOnce(_words + IntentPagesWord);
            return first < (ulong)_pages && pages <= (ulong)_pages - first ? (first, (long)pages) : (0, _pages);
        }
    }

    /// <summary>Bytes of a record of so many pages.</summary>
    internal static long BytesFor(long pages) => CacheLine.PaddingBytes + (3 * SetBytes(pages));

    /// <summary>Whether memory of the right size holds a whole record of so many pages.</summary>
    internal static bool IsRecord(byte* start, long pages) =>
        TFence.ReadOnce((ulong*)start + MagicWord) == Magic && TFence.ReadOnce((ulong*)start + PagesWord) == (ulong)pages;

    /// <summary>Makes a record of zeroed memory, or of one that was half made.</summary>
    /// <param name="start">The memory.</param>
    /// <param name="pages">Number of pages.</param>
    /// <param name="image">Name of the image.</param>
    /// <param name="isEverythingDirty">Whether every page is marked; else none is.</param>
    internal static void Begin(byte* start, long pages, ulong image, bool isEverythingDirty)
    {
        TFence.WriteOnce((ulong*)start + PagesWord, (ulong)pages);
        TFence.WriteOnce((ulong*)start + ImageWord, image);
        if (isEverythingDirty)
            _ = new TrackerRecord<TFence>(start, pages).MarkAll();
        TFence.WriteOnce((ulong*)start + MagicWord, Magic); // (K0)
    }

    /// <summary>Marks every page.</summary>
    /// <returns>Pages that were not marked.</returns>
    internal long MarkAll()
    {
        long before = Marked;
        WordRuns runs = new(0, _pages);
        while (runs.Next())
            _ = Mark(runs.Word, runs.Mask);
        return Marked - before;
    }

    /// <summary>Announces a write in place of the last one, whose pages are marked.</summary>
    /// <param name="gfn">First page.</param>
    /// <param name="pages">Number of pages, 1 or more, all within the memory.</param>
    internal void Intend(ulong gfn, long pages)
    {
        TFence.WriteOnce(_words + IntentWord, gfn); // (K1)
        TFence.WriteOnce(_words + IntentPagesWord, (ulong)pages);
    }

    /// <summary>Marks pages of one word. The caller pushes the new ones, or keeps them for later.</summary>
    /// <returns>The bits that were not marked.</returns>
    internal ulong Mark(long word, ulong mask) => _marks.ContainsAll(word, mask) ? 0 : _marks.Add(word, mask); // (K2)

    /// <summary>Ends the announced write: its pages are marked.</summary>
    internal void EndIntent() => TFence.WriteOnce(_words + IntentPagesWord, 0); // (K3)

    /// <summary>Takes pages of one word that the ring is about to free into the open round; a write from now on is marked again.</summary>
    internal void Reset(long word, ulong mask)
    {
        _ = _open.Add(word, mask); // (K4)
        _marks.Remove(word, mask);
    }

    /// <summary>Closes the open round: its pages are in flight. None may be in flight before.</summary>
    /// <returns>The round's number.</returns>
    internal ulong Close()
    {
        (_open, _inFlight) = (_inFlight, _open);
        ulong round = Round + 1;
        TFence.WriteOnce(_words + RoundWord, round);
        return round;
    }

    /// <summary>Forgets the pages in flight: the collector has them for good.</summary>
    internal void Retire() => _inFlight.Clear(); // (K5)

    /// <summary>Puts the pages in flight back into the open round.</summary>
    internal void Return() => _inFlight.MoveInto(_open); // (K6)

    /// <summary>
    /// Marks everything that is not committed: to start again, with a new ring that has nothing. The intent stays, for a writer that lives.
    /// </summary>
    internal void Recover()
    {
        _open.MoveInto(_marks); // (K7)
        _inFlight.MoveInto(_marks);
        (ulong first, long pages) = Intent;
        WordRuns runs = new(first, pages);
        while (runs.Next())
            _ = Mark(runs.Word, runs.Mask); // (K8)
    }

    /// <summary>Adds the marked pages to another set.</summary>
    internal void CopyMarksInto(PageSet<TFence> set)
    {
        for (long word = _marks.NextWord(0, out ulong bits); word >= 0; word = _marks.NextWord(word + 1, out bits))
            _ = set.Add(word, bits);
    }

    /// <summary>Whether a page is in the record, in whichever way.</summary>
    internal bool Has(long page)
    {
        (ulong first, long pages) = Intent;
        return _marks.Contains(page) || _open.Contains(page) || _inFlight.Contains(page) || (ulong)page - first < (ulong)pages;
    }

    /// <summary>First word of marks (0) or of one of the two that change roles (1, 2).</summary>
    internal static ulong* Set(ulong* record, int index, long pages) => (ulong*)((byte*)record + CacheLine.PaddingBytes + (index * SetBytes(pages)));

    private static long SetBytes(long pages)
    {
        long bytes = PageSet<TFence>.WordsFor(pages) * sizeof(ulong);
        return (bytes + CacheLine.PaddingBytes - 1) / CacheLine.PaddingBytes * CacheLine.PaddingBytes;
    }

    private PageSet<TFence> Set(int index) => new(Set(_words, index, _pages), _pages);
}
