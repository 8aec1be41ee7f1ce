using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>What is remembered of a ring for those who listen, beside the ring. Nothing is, while nobody does.</summary>
internal static class RingNotes
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<uint, Note> s_notes = [];

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
            note.Refused++;
            return isFirst;
        }
    }

    /// <summary>Pushes refused while somebody listened.</summary>
    internal static long Refused(uint ring)
    {
        lock (s_gate)
            return s_notes.TryGetValue(ring, out Note? note) ? note.Refused : 0;
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
            s_notes.Remove(ring);
    }

    /// <summary>Nobody listens any more: whether an episode ends is not seen from now on. Its number stays used.</summary>
    internal static void StopWatching()
    {
        lock (s_gate)
        {
            foreach (Note note in s_notes.Values)
                note.SoftFullSince = 0;
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

        internal long Refused { get; set; }

        internal long EntriesReset { get; set; }

        internal long PagesReset { get; set; }
    }
}
