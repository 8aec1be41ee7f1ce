using System;
using System.Numerics;
using System.Threading;
using RingCore.Hostile.Moves;

namespace RingCore.Hostile.Oracle;

/// <summary>
/// The producer's own record of truth: which pages were written, which were pushed and in what order, which were reset. It stands where a page table
/// would: a write to a marked page is silent, a write to any other marks it and must be pushed; a reset clears marks. The sink of every reset.
/// </summary>
/// <remarks>
/// What a ring owes it, whatever the peer writes: the sink gets only pages that exist; as many as entries were pushed, at most; and where the entries'
/// payload is out of the peer's reach, exactly the pages that were pushed, in order, each once.
/// One thread writes and pushes, one resets; they may be the same.
/// </remarks>
internal sealed class PageOracle : IResetSink
{
    private readonly bool _payloadIsTrusted;
    private readonly int _entries;
    private readonly int _mostInRing;
    private readonly int[] _pushed;
    private readonly bool[] _marked = new bool[HostilePages.Count];
    private readonly bool[] _open = new bool[HostilePages.Count];
    private readonly uint[] _written = new uint[HostilePages.Count];
    private readonly uint[] _expectedIn = new uint[HostilePages.Count];
    private uint _batch;
    private ulong _published;
    private ulong _taken;
    private int _bitsInReset;
    private int _liesInReset;
    private readonly int[] _lies;

    /// <param name="entries">Entries of the ring.</param>
    /// <param name="payloadIsTrusted">Whether the peer has no way to change which page an entry names.</param>
    internal PageOracle(int entries, bool payloadIsTrusted)
    {
        _payloadIsTrusted = payloadIsTrusted;
        _entries = entries;
        // Where lies must be told from pages, a reset is taken off this record only when it has ended, and meanwhile the producer may fill what it freed.
        _mostInRing = payloadIsTrusted ? entries : 2 * entries;
        _pushed = new int[_mostInRing + PageWriter.LongestBurst];
        _lies = new int[entries];
    }

    /// <summary>Pages that the sink got, each of which exists, in place of others that were pushed.</summary>
    internal long LiesInRange { get; private set; }

    /// <summary>Pages that the sink got.</summary>
    internal long PagesReset { get; private set; }

    /// <summary>Entries pushed.</summary>
    internal long PagesPushed { get; private set; }

    /// <summary>Entries that are pushed and not reset.</summary>
    internal int InRing => (int)(Volatile.Read(ref _published) - Volatile.Read(ref _taken));

    /// <summary>How often each page was written.</summary>
    internal ReadOnlySpan<uint> Written => _written;

    /// <summary>The page that was pushed so many pushes ago, 1 for the last.</summary>
    internal int PushedBefore(int pushes) => _pushed[(_published - (uint)pushes) % (ulong)_pushed.Length];

    /// <summary>A page is written.</summary>
    /// <returns>Whether it must be pushed: it was not marked, and is now.</returns>
    internal bool Write(int page)
    {
        _written[page]++;
        if (Volatile.Read(ref _marked[page]))
            return false;
        _marked[page] = true;
        return true;
    }

    /// <summary>A page is about to be pushed: from here on a reset may bring it.</summary>
    internal void Push(int page)
    {
        _pushed[_published % (ulong)_pushed.Length] = page;
        Volatile.Write(ref _published, _published + 1);
    }

    /// <summary>What the ring said to the pages announced last.</summary>
    /// <param name="announced">How many were announced.</param>
    /// <param name="taken">How many of them, from the first, the ring has taken.</param>
    internal void EndPush(int announced, int taken)
    {
        Volatile.Write(ref _published, _published - (uint)(announced - taken));
        PagesPushed += taken;
        if (InRing < 0 || InRing > _mostInRing)
            throw new OracleException($"After a push {InRing} entries of {_entries} are in the ring.");
    }

    /// <inheritdoc/>
    public void ResetPages(uint slot, ulong offset, ulong mask)
    {
        int bits = BitOperations.PopCount(mask);
        if (bits == 0 || offset + (ulong)BitOperations.Log2(mask) < offset)
            throw new OracleException($"The sink was called with slot {slot}, offset {offset}, mask {mask:x}: no page, or one beyond 2^64.");
        _bitsInReset += bits;
        if (!_payloadIsTrusted && _bitsInReset > InRing)
            throw new OracleException($"The sink got {_bitsInReset} pages in one reset where {InRing} entries were pushed.");
        if (_payloadIsTrusted)
            Expect(bits);
        for (ulong left = mask; left != 0; left &= left - 1)
            Take(slot, offset + (ulong)BitOperations.TrailingZeroCount(left));
    }

    /// <summary>A reset has ended: what it said must be what the sink got.</summary>
    internal void EndReset(ResetResult result)
    {
        int bits = _bitsInReset;
        _bitsInReset = 0;
        if (result.Entries > _entries || result.OutOfRange > result.Entries)
            throw new OracleException($"One reset says {result.Entries} entries, {result.OutOfRange} out of range; the ring has {_entries}.");
        if (_payloadIsTrusted)
        {
            if (result.OutOfRange != 0 || result.Entries != bits)
                throw new OracleException($"A reset says {result.Entries} entries, {result.OutOfRange} out of range; the sink got {bits} pages.");
            return;
        }

        if (result.Entries > InRing || bits + result.OutOfRange > result.Entries)
            throw new OracleException($"A reset says {result.Entries} entries, {result.OutOfRange} out of range; {InRing} were pushed, the sink got {bits}.");
        Expect(result.Entries);
        for (int i = 0; i < _liesInReset; i++)
            LiesInRange += _expectedIn[_lies[i]] == _batch ? 0 : 1;
        _liesInReset = 0;
    }

    /// <summary>The pages that an honest successor of the peer must be told: what was written and never read by anybody who is to be believed.</summary>
    /// <remarks>What was in the old ring is in it no longer.</remarks>
    internal int[] BeginAttachment()
    {
        _taken = _published;
        _liesInReset = _bitsInReset = 0;
        int count = 0;
        int[] dirty = new int[HostilePages.Count];
        for (int page = 0; page < HostilePages.Count; page++)
        {
            if (!_marked[page] && !_open[page])
                continue;
            _open[page] = false;
            _marked[page] = true;
            dirty[count++] = page;
        }

        return dirty[..count];
    }

    private void Expect(int entries)
    {
        if (entries > InRing)
            throw new OracleException($"{entries} entries were reset where {InRing} were pushed.");
        _batch++;
        for (int i = 0; i < entries; i++)
            _expectedIn[_pushed[(_taken + (uint)i) % (ulong)_pushed.Length]] = _batch;
        Volatile.Write(ref _taken, _taken + (uint)entries);
    }

    private void Take(uint slot, ulong offset)
    {
        int page = HostilePages.NumberOf(slot, offset);
        if (page < 0)
            throw new OracleException($"The sink got slot {slot}, page {offset}, which does not exist.");
        if (!_payloadIsTrusted)
            _lies[_liesInReset++] = page;
        else if (_expectedIn[page] != _batch)
            throw new OracleException($"The sink got slot {slot}, page {offset}, whose turn it was not.");
        PagesReset++;
        _open[page] = true;
        Volatile.Write(ref _marked[page], false);
    }
}
