using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore.AliasedCache;

/// <summary>Where the words of a ring stand, as offsets into its memory: the same for every instance of one ring.</summary>
internal sealed unsafe class RingMap
{
    private readonly int _avail;
    private readonly int _fetch;
    private readonly int _entries;
    private readonly int _lineBytes;
    private readonly int[] _lines; // the tracked line of a line of memory, or -1
    private readonly int[] _starts; // the offset of a tracked line
    private readonly RingGeometry _geometry;

    internal RingMap(IDirtyRing ring, int lineBytes)
    {
        RingMemory memory = Memory(ring);
        byte* start = (byte*)memory.Control;
        _geometry = ring.Geometry;
        _lineBytes = lineBytes;
        _avail = (int)((byte*)memory.Words.Avail - start);
        _fetch = (int)((byte*)memory.Words.Fetch - start);
        _entries = (int)(memory.Entries - start);
        First = *memory.Words.Avail;
        int end = _entries + (int)_geometry.Bytes;
        IEnumerable<int> words = Enumerable.Range(0, (int)_geometry.Bytes / sizeof(int)).Select(i => _entries + i * sizeof(int));
        _starts = words.Append(_avail).Append(_fetch).Append(RingControl.ResetOffset).Select(word => word & -lineBytes).Distinct().Order().ToArray();
        _lines = Enumerable.Range(0, (end + lineBytes - 1) / lineBytes).Select(i => Array.IndexOf(_starts, i * lineBytes)).ToArray();
        Words = _starts.SelectMany(line => Enumerable.Range(0, lineBytes / sizeof(int)).Select(i => line + i * sizeof(int)))
            .Select(offset => offset < end ? *(int*)(start + offset) : 0).ToArray();
    }

    /// <summary>Where the ring's free-running indices start.</summary>
    internal uint First { get; }

    /// <summary>Lines that hold anything of the ring.</summary>
    internal int Lines => _starts.Length;

    /// <summary>What the constructor left in them.</summary>
    internal int[] Words { get; }

    internal static RingMemory Memory(IDirtyRing ring) => Field((RingHandle)ring.Producer);

    /// <summary>Whether it is a word that sleepers sleep on. Nobody sleeps here.</summary>
    internal static bool IsWait(int offset) => offset is RingControl.CollectorWaitsOffset or RingControl.ProducerWaitsOffset;

    /// <summary>The line that an offset stands in.</summary>
    internal int LineOf(int offset) => _lines[offset / _lineBytes] is >= 0 and int line
        ? line
        : throw new InvalidOperationException($"The ring touches offset {offset}, where it has nothing.");

    /// <summary>The offset of each line that a range touches.</summary>
    internal IEnumerable<int> LinesOf(int offset, int bytes)
    {
        for (int line = offset & -_lineBytes; line < offset + bytes; line += _lineBytes)
            yield return line;
    }

    /// <summary>Whether the producer's, the collector's, the resetter's index, or entries.</summary>
    internal string Target(int offset) =>
        offset == _avail ? "avail"
        : offset == _fetch ? "fetch"
        : offset == RingControl.ResetOffset ? "reset"
        : offset >= _entries ? "entries"
        : throw new InvalidOperationException($"The ring touches offset {offset}, where it has nothing.");

    /// <summary>A word's name in a trace.</summary>
    internal string Name(int offset)
    {
        string target = Target(offset);
        if (target != "entries")
            return target;
        (int entry, int field) = Math.DivRem(offset - _entries, _geometry.EntryBytes);
        string name = _geometry.EntryBytes == DirtyPageAddress.Bytes ? "" : field switch
        {
            KvmDirtyGfn.FlagsOffset => ".flags",
            KvmDirtyGfn.SlotOffset => ".slot",
            _ => ".offset",
        };
        return $"entry{entry}{name}";
    }

    /// <summary>A line's name in a trace: what stands in it.</summary>
    internal string LineName(int line)
    {
        int start = _starts[line];
        IEnumerable<int> heads = Enumerable.Range(0, _geometry.Entries).Select(i => _entries + i * _geometry.EntryBytes)
            .Concat([_avail, _fetch, RingControl.ResetOffset]).Where(offset => offset >= start && offset < start + _lineBytes);
        return "[" + string.Join(" ", heads.Select(head => Name(head).Replace(".flags", "", StringComparison.Ordinal))) + "]";
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_memory")]
    private static extern ref RingMemory Field(RingHandle handle);
}
