using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>
/// What is remembered of a ring for those who listen, beside the ring. Nothing begins while nobody does; a time of soft full that was seen to begin is
/// ended when it ends, though nobody listens then: whoever comes later would take the next one for it.
/// </summary>
internal static class RingNotes
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<uint, Note> s_notes = [];

    // Written under the gate, and read in passing: a producer sees at least its own.
    private static int s_softFull;

    /// <summary>Whether any ring's time of soft full is noted as begun and not ended.</summary>
    internal static bool HasSoftFull => s_softFull != 0;

    /// <summary>A ring has reached its soft limit.</summary>
    /// <returns>The episode's number; 0 where it had begun before.</returns>
    internal static int BeginSoftFull(uint ring)
    {
        lock (s_gate)
        {
            Note note = Of(ring);
            if (note.SoftFullSince != 0)
                return 0;
            note.SoftFullSince = Stopwatch.GetTimestamp();
            s_softFull++;
            return ++note.Episode;
        }
    }

    /// <summary>A ring is below its soft limit.</summary>
    /// <returns>The episode's number, and since when; 0 where none was seen to begin.</returns>
    internal static (int Episode, long Since) EndSoftFull(uint ring)
    {
        lock (s_gate)
        {
            if (!s_notes.TryGetValue(ring, out Note? note) || note.SoftFullSince == 0)
                return default;
            long since = note.SoftFullSince;
            note.SoftFullSince = 0;
            s_softFull--;
            return (note.Episode, since);
        }
    }

    /// <summary>A push was refused.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="published">Entries published before it.</param>
    /// <returns>Whether it is the first since the last one that was published.</returns>
    internal static bool Refuse(uint ring, long published)
    {
        lock (s_gate)
        {
            Note note = Of(ring);
            bool isFirst = note.RefusedAfter != published;
            note.RefusedAfter = published;
            return isFirst;
        }
    }

    /// <summary>Items were dropped.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="published">Items published before them.</param>
    /// <returns>Whether they are the first since the last one that was published.</returns>
    internal static bool Drop(uint ring, long published)
    {
        lock (s_gate)
        {
            Note note = Of(ring);
            bool isFirst = note.DroppedAfter != published;
            note.DroppedAfter = published;
            return isFirst;
        }
    }

    /// <summary>A reset has freed entries.</summary>
    internal static void Reset(uint ring, int entries, long pages)
    {
        lock (s_gate)
        {
            Note note = Of(ring);
            note.EntriesReset += entries;
            note.PagesReset += pages;
        }
    }

    /// <summary>Entries reset per page re-armed, while somebody listened; 0 before the first.</summary>
    internal static double ResetsPerPage(uint ring)
    {
        lock (s_gate)
            return s_notes.TryGetValue(ring, out Note? note) && note.PagesReset > 0 ? (double)note.EntriesReset / note.PagesReset : 0;
    }

    /// <summary>The ring is gone.</summary>
    internal static void Forget(uint ring)
    {
        lock (s_gate)
        {
            if (s_notes.Remove(ring, out Note? note) && note.SoftFullSince != 0)
                s_softFull--;
        }
    }

    private static Note Of(uint ring)
    {
        if (!s_notes.TryGetValue(ring, out Note? note))
            s_notes[ring] = note = new Note();
        return note;
    }

    private sealed class Note
    {
        internal int Episode { get; set; }

        /// <summary>A time stamp; 0 while the ring is not soft full.</summary>
        internal long SoftFullSince { get; set; }

        internal long RefusedAfter { get; set; } = -1;

        internal long DroppedAfter { get; set; } = -1;

        internal long EntriesReset { get; set; }

        internal long PagesReset { get; set; }
    }
}
