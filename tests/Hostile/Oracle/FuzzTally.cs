using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.Hostile.Live;
using RingCore.Hostile.Moves;

namespace RingCore.Hostile.Oracle;

/// <summary>What a run has tried and found, summed.</summary>
internal sealed class FuzzTally
{
    private readonly long[] _moves = new long[Enum.GetValues<MoveKind>().Length];
    private readonly long[] _statuses = new long[Enum.GetValues<ResetStatus>().Length];
    private readonly long[] _kernel = new long[KernelMoves.Count];
    private readonly long[] _surprises = new long[KernelMoves.Count];
    private readonly ulong[] _violations = new ulong[Enum.GetValues<PeerViolation>().Length];

    /// <summary>Seeds run, or attachments of live peers.</summary>
    internal long Programmes { get; set; }

    /// <summary>Stores by hostile peers.</summary>
    internal long Writes { get; set; }

    /// <summary>Moves by hostile peers.</summary>
    internal long Moves => _moves.Sum();

    /// <summary>Entries pushed.</summary>
    internal long PagesPushed { get; private set; }

    /// <summary>Pages that sinks got.</summary>
    internal long PagesReset { get; private set; }

    /// <summary>Pages that exist and that a peer named in place of others; in kernel-compatible mode only.</summary>
    internal long LiesInRange { get; private set; }

    /// <summary>Pages written that an honest successor was not told of.</summary>
    internal long PagesLost { get; set; }

    /// <summary>Accesses to memory that is not the ring's.</summary>
    internal long OutsideAccesses { get; set; }

    /// <summary>Broken promises of other kinds.</summary>
    internal long BrokenPromises { get; set; }

    /// <summary>The longest push, reset or wait of a live run.</summary>
    internal TimeSpan LongestCall { get; private set; }

    /// <summary>Calls of the kernel that ended in another way than the seals promise.</summary>
    internal long Surprises => _surprises.Sum();

    /// <summary>Violations that the resetters typed.</summary>
    internal ulong Violations => _violations.Aggregate(0UL, static (sum, count) => sum + count);

    /// <summary>Whether nothing was found.</summary>
    internal bool IsClean => PagesLost + OutsideAccesses + BrokenPromises + Surprises == 0;

    /// <summary>Violations of one kind.</summary>
    internal ulong Of(PeerViolation kind) => _violations[(int)kind];

    /// <summary>Moves of one kind.</summary>
    internal long Of(MoveKind kind) => _moves[(int)kind];

    /// <summary>Calls of the kernel of one kind.</summary>
    internal long Of(KernelMove move) => _kernel[(int)move];

    internal void Add(ResetResult result) => _statuses[(int)result.Status]++;

    internal void Add(PeerViolations violations)
    {
        _violations[(int)PeerViolation.Rewound] += violations.Rewound;
        _violations[(int)PeerViolation.Overran] += violations.Overran;
        _violations[(int)PeerViolation.WrongState] += violations.WrongState;
        _violations[(int)PeerViolation.Gap] += violations.Gap;
        _violations[(int)PeerViolation.SlotOutOfRange] += violations.SlotOutOfRange;
        _violations[(int)PeerViolation.OffsetOutOfRange] += violations.OffsetOutOfRange;
    }

    internal void Add(HostilePeer peer)
    {
        Writes += peer.Writes;
        for (int kind = 0; kind < _moves.Length; kind++)
            _moves[kind] += peer.Moves[kind];
    }

    internal void Add(HostileBoard board)
    {
        Writes += board.Writes;
        for (int kind = 0; kind < _moves.Length; kind++)
            _moves[kind] += board.Of((MoveKind)kind);
        for (int move = 0; move < KernelMoves.Count; move++)
        {
            _kernel[move] += board.Of((KernelMove)move);
            _surprises[move] += board.SurprisesOf((KernelMove)move);
        }
    }

    /// <summary>Notes how long a call of the producer's side has lasted.</summary>
    internal void NoteCall(TimeSpan lasted) => LongestCall = lasted > LongestCall ? lasted : LongestCall;

    internal void Add(PageOracle oracle)
    {
        PagesPushed += oracle.PagesPushed;
        PagesReset += oracle.PagesReset;
        LiesInRange += oracle.LiesInRange;
    }

    internal void Add(FuzzTally other)
    {
        Programmes += other.Programmes;
        Writes += other.Writes;
        PagesPushed += other.PagesPushed;
        PagesReset += other.PagesReset;
        LiesInRange += other.LiesInRange;
        PagesLost += other.PagesLost;
        OutsideAccesses += other.OutsideAccesses;
        BrokenPromises += other.BrokenPromises;
        for (int kind = 0; kind < _moves.Length; kind++)
            _moves[kind] += other._moves[kind];
        NoteCall(other.LongestCall);
        for (int move = 0; move < KernelMoves.Count; move++)
        {
            _kernel[move] += other._kernel[move];
            _surprises[move] += other._surprises[move];
        }

        for (int status = 0; status < _statuses.Length; status++)
            _statuses[status] += other._statuses[status];
        for (int kind = 0; kind < _violations.Length; kind++)
            _violations[kind] += other._violations[kind];
    }

    /// <summary>The report: a line for each kind of count.</summary>
    internal IEnumerable<string> Lines()
    {
        yield return Text($"inputs tried: {Moves:N0} moves, {Writes:N0} hostile writes in {Programmes:N0} programmes; {PagesPushed:N0} pages pushed, {PagesReset:N0} reset");
        yield return "moves: " + Counts(Enum.GetValues<MoveKind>(), kind => (ulong)Of(kind));
        if (_kernel.Sum() != 0)
            yield return Text($"calls of the kernel: {_kernel.Sum():N0}, other than the seals promise {Surprises}: ") + Counts(Enum.GetValues<KernelMove>(), move => (ulong)Of(move));
        if (LongestCall != TimeSpan.Zero)
            yield return Text($"longest call {LongestCall.TotalMilliseconds:N1} ms");
        yield return "resets: " + Counts(Enum.GetValues<ResetStatus>(), status => (ulong)_statuses[(int)status]);
        yield return Text($"violations typed: {Violations:N0}: ") + Counts(Enum.GetValues<PeerViolation>(), Of);
        if (LiesInRange != 0)
            yield return Text($"lies in range {LiesInRange:N0}");
        if (BrokenPromises != 0)
            yield return Text($"broken promises {BrokenPromises:N0}");
    }

    /// <summary>The last line of every report.</summary>
    internal string Verdict() => Text($"pages lost {PagesLost}, outside accesses {OutsideAccesses}");

    private static string Counts<T>(ReadOnlySpan<T> kinds, Func<T, ulong> count)
    {
        List<string> parts = [];
        foreach (T kind in kinds)
        {
            if (count(kind) != 0)
                parts.Add(Text($"{kind} {count(kind):N0}"));
        }

        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
