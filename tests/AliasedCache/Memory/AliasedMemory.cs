using System;

namespace RingCore.AliasedCache;

/*
 * A state is a row of numbers: memory's lines, then each mapping's cells, one per line.
 *
 *   memory line   the number of its content
 *   cell          > 0: clean; the list of contents that the next access may meet, oldest first
 *                 = 0: absent; the next access fetches
 *                 < 0: dirty; the complement of the number of its content
 *
 * "A clean line may be dropped at any moment" and "a line may be fetched at any moment" are decided when the line is next accessed: only
 * then do they matter. Without fetching ahead a clean cell is one content, and an access meets that one or memory's present one. With it
 * a cell lists every content that memory has had since the last flush; an access meets any of them, and the older ones are gone from then on.
 * A write-back changes memory, so it is an event of its own.
 */

/// <summary>Physical memory and the caches of its mappings, as pure operations on rows of numbers.</summary>
internal sealed class AliasedMemory
{
    private readonly MemoryRules _rules;
    private readonly int _lines;
    private readonly InternTable _contents = new();
    private readonly InternTable _copies = new();

    internal AliasedMemory(MemoryRules rules, int lines)
    {
        _rules = rules;
        _lines = lines;
        _copies.NumberOf([]); // number 0: an absent line
    }

    /// <summary>Numbers in a row.</summary>
    internal int RowLength => _lines * (1 + _rules.MappingCount);

    /// <summary>Cells in a row: mappings times lines.</summary>
    internal int Cells => _lines * _rules.MappingCount;

    /// <summary>Writes the state at the start.</summary>
    /// <param name="row">Receives it.</param>
    /// <param name="words">The 4-byte words of all lines.</param>
    internal void Start(Span<int> row, ReadOnlySpan<int> words)
    {
        int wordsPerLine = _rules.LineBytes / sizeof(int);
        for (int line = 0; line < _lines; line++)
        {
            row[line] = _contents.NumberOf(words.Slice(line * wordsPerLine, wordsPerLine).ToArray());
            for (int mapping = 0; mapping < _rules.MappingCount; mapping++)
                Drop(row, mapping, line);
        }
    }

    /// <summary>How many contents an access may meet, 1 or more. The last is the newest; a dirty line has one.</summary>
    internal int Choices(ReadOnlySpan<int> row, int mapping, int line)
    {
        int cell = row[Cell(mapping, line)];
        if (cell <= 0)
            return 1;
        ReadOnlySpan<int> copies = _copies[cell];
        return _rules.FetchesAhead || copies[0] == row[line] ? copies.Length : copies.Length + 1;
    }

    /// <summary>Reads 4 or 8 bytes.</summary>
    /// <param name="row">The line's cell becomes what the choice leaves.</param>
    /// <param name="mapping">The reader's.</param>
    /// <param name="line">The line.</param>
    /// <param name="offset">Of the first byte in the line.</param>
    /// <param name="bytes">4 or 8.</param>
    /// <param name="choice">From 0 to <see cref="Choices"/> - 1.</param>
    internal ulong Read(Span<int> row, int mapping, int line, int offset, int bytes, int choice)
    {
        ReadOnlySpan<int> words = _contents[Meet(row, mapping, line, choice)];
        int word = offset / sizeof(int);
        ulong low = (uint)words[word];
        return bytes == sizeof(int) ? low : low | (ulong)(uint)words[word + 1] << 32;
    }

    /// <summary>Writes 4 or 8 bytes into the mapping's line, as <see cref="Read"/>; the line becomes dirty.</summary>
    internal void Write(Span<int> row, int mapping, int line, int offset, int bytes, int choice, ulong value)
    {
        int[] words = _contents[Meet(row, mapping, line, choice)].ToArray();
        int word = offset / sizeof(int);
        words[word] = (int)value;
        if (bytes == sizeof(ulong))
            words[word + 1] = (int)(value >> 32);
        row[Cell(mapping, line)] = ~_contents.NumberOf(words);
    }

    /// <summary>Flushes a line.</summary>
    /// <returns>Whether it wrote anything back.</returns>
    internal bool Flush(Span<int> row, int mapping, int line, bool beforeRead)
    {
        if (_rules.Reach == FlushReach.AllAliases)
        {
            bool any = false;
            for (int alias = 0; alias < _rules.MappingCount; alias++)
                any |= alias != mapping && WriteBack(row, alias, line);
            any |= WriteBack(row, mapping, line);
            for (int alias = 0; alias < _rules.MappingCount; alias++)
                Drop(row, alias, line);
            return any;
        }

        bool written = !(beforeRead && _rules.DiscardsDirtyLines) && WriteBack(row, mapping, line);
        if (beforeRead)
            Drop(row, mapping, line);
        return written;
    }

    /// <summary>Whether the mapping's line is dirty.</summary>
    internal bool IsDirty(ReadOnlySpan<int> row, int mapping, int line) => row[Cell(mapping, line)] < 0;

    /// <summary>Writes the mapping's line back whole if it is dirty.</summary>
    /// <returns>Whether it was.</returns>
    internal bool WriteBack(Span<int> row, int mapping, int line)
    {
        int cell = Cell(mapping, line);
        if (row[cell] >= 0)
            return false;
        int content = ~row[cell];
        row[line] = content;
        row[cell] = _copies.NumberOf([content]);
        for (int other = 0; _rules.FetchesAhead && other < _rules.MappingCount; other++)
        {
            ref int theirs = ref row[Cell(other, line)];
            if (theirs > 0 && _copies[theirs][^1] != content)
                theirs = _copies.NumberOf([.. _copies[theirs], content]);
        }

        return true;
    }

    private int Cell(int mapping, int line) => _lines * (1 + mapping) + line;

    private void Drop(Span<int> row, int mapping, int line) =>
        row[Cell(mapping, line)] = _rules.FetchesAhead ? _copies.NumberOf([row[line]]) : 0;

    /// <summary>The content that an access meets; what it cannot meet any more leaves the cell.</summary>
    private int Meet(Span<int> row, int mapping, int line, int choice)
    {
        ref int cell = ref row[Cell(mapping, line)];
        if (cell < 0)
            return ~cell;
        ReadOnlySpan<int> copies = _copies[cell];
        if (choice == 0 && cell > 0)
            return copies[0]; // The oldest: the cell stays as it is.
        int content = choice < copies.Length ? copies[choice] : row[line];
        cell = _copies.NumberOf(_rules.FetchesAhead ? copies[choice..].ToArray() : [content]);
        return content;
    }
}
