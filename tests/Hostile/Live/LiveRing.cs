using System;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;

namespace RingCore.Hostile.Live;

/// <summary>The producer's side of a shared ring under attack, and what of it no peer may have changed.</summary>
internal sealed unsafe class LiveRing : AttackedRing
{
    private readonly SharedIndexedRing? _indexed;
    private readonly SharedFlaggedRing? _flagged;
    private readonly SharedRing _ring;
    private readonly ulong _firstPosition;

    internal LiveRing(RingMode mode, RingGeometry geometry, ulong firstPosition)
    {
        _firstPosition = firstPosition;
        if (mode == RingMode.Indexed)
            _ring = _indexed = new SharedIndexedRing(geometry, HostilePages.Slots, firstPosition);
        else
            _ring = _flagged = new SharedFlaggedRing(geometry, TrustOf(mode), HostilePages.Slots, firstPosition);
    }

    /// <summary>The ring.</summary>
    internal SharedRing Ring => _ring;

    internal override int Entries => _ring.Geometry.Entries;

    internal override PeerViolations PeerViolations => _ring.PeerViolations;

    internal override PushResult Push(ReadOnlySpan<DirtyPage> pages) => _indexed?.Producer.Push(pages) ?? _flagged!.Producer.Push(pages);

    internal override PushStatus Push(DirtyPage page) => _indexed?.Producer.Push(page) ?? _flagged!.Producer.Push(page);

    internal override ResetResult Reset(ref PageOracle sink, int maxEntries) =>
        _indexed?.Reset(ref sink, maxEntries) ?? _flagged!.Reset(ref sink, maxEntries);

    /// <summary>Waits for room as a writer does that is throttled.</summary>
    internal WaitStatus WaitForSpace(TimeSpan timeout) =>
        _indexed?.Producer.WaitForSpace(WaitStrategy.Block, timeout) ?? _flagged!.Producer.WaitForSpace(WaitStrategy.Block, timeout);

    /// <summary>Fails where a word that only this side writes is not what this side wrote.</summary>
    /// <exception cref="OutsideAccessException">One is not.</exception>
    internal void CheckOwnWords(PageOracle oracle)
    {
        ToldWords* told = (ToldWords*)_ring.Told.Start;
        Demand("reset index", told->Reset, (uint)_firstPosition + (uint)(oracle.PagesPushed - oracle.InRing));
        if (_indexed is not null)
            Demand("avail index", told->Avail, (uint)_firstPosition + (uint)oracle.PagesPushed);
        else
            CheckJournal(oracle);
        long used = ToldWords.Bytes + (_indexed is null ? 0 : _ring.Geometry.Bytes);
        if (new ReadOnlySpan<byte>(_ring.Told.Start + used, (int)(_ring.Told.Bytes - used)).ContainsAnyExcept((byte)0))
            throw new OutsideAccessException("The told region was written behind its entries.");
    }

    public override void Dispose() => _ring.Dispose();

    private void CheckJournal(PageOracle oracle)
    {
        byte* start = _ring.Private.Start + PrivateWords.Bytes;
        GuardedJournal journal = new(start, _flagged!.Trust);
        Demand("count of begun pushes", *journal.Begun, _firstPosition + (ulong)oracle.PagesPushed);
        Demand("count of ended pushes", *journal.Published, _firstPosition + (ulong)oracle.PagesPushed);
        for (int back = 1; journal.Shadow != null && back <= Math.Min(Entries, oracle.PagesPushed); back++)
        {
            ulong position = _firstPosition + (ulong)oracle.PagesPushed - (ulong)back;
            if (journal.Shadow[position & _ring.Geometry.Mask] != HostilePages.At(oracle.PushedBefore(back)))
                throw new OutsideAccessException($"The shadow of position {position} is not what was pushed there.");
        }
    }

    private static PeerTrust TrustOf(RingMode mode) => mode switch
    {
        RingMode.Shadowed => PeerTrust.Shadowed,
        RingMode.Kernel => PeerTrust.KernelCompatible,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a ring that processes share."),
    };

    private static void Demand(string what, ulong found, ulong expected)
    {
        if (found != expected)
            throw new OutsideAccessException($"The {what} is {found} where this side wrote {expected}.");
    }
}
