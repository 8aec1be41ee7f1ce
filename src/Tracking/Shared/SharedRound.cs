using System;

namespace RingCore.Tracking;

/// <summary>
/// A round that the producer has closed, and whose pages stand still for a while: copy them, <see cref="EndCopy"/>, make the copy last,
/// <see cref="Commit"/>. One thread at a time.
/// </summary>
/// <remarks>Disposed without <see cref="Commit"/>, its pages come again with the next round, and the producer is told.</remarks>
public sealed class SharedRound : IRoundPages, IDisposable
{
    private readonly SharedRounds _rounds;
    private readonly PageSet<CoherentFencePoints> _pages;
    private readonly byte[] _note;
    private bool _isCopied;
    private bool _isOver;

    internal SharedRound(SharedRounds rounds, PageSet<CoherentFencePoints> pages, ulong number, byte[] note) =>
        (_rounds, _pages, Number, _note, Pages) = (rounds, pages, number, note, pages.Count);

    /// <summary>
    /// Its number: ascending, each at most once, over all lives of the producer; from 1 again where the producer's record was lost, and every page
    /// counts as written.
    /// </summary>
    public ulong Number { get; }

    /// <summary>Number of pages: those written since the last round that was committed.</summary>
    public long Pages { get; }

    /// <summary>What the producer says about it.</summary>
    public ReadOnlySpan<byte> Note => _note;

    /// <summary>Enumerates the frame numbers in ascending order; allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public PageEnumerator GetEnumerator() => new(this);

    /// <summary>
    /// The live bytes of a page, <see cref="TrackedMemory.PageBytes"/> of them: the round's if <see cref="EndCopy"/> says so afterwards.
    /// Good until the collector's side is disposed.
    /// </summary>
    /// <param name="gfn">Frame number of a page of this round.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page is not in the round.</exception>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public ReadOnlySpan<byte> Read(ulong gfn)
    {
        CheckOpen();
        if (gfn >= _rounds.Pages || !_pages.Contains((long)gfn))
            throw new ArgumentOutOfRangeException(nameof(gfn), gfn, $"Page {gfn} is not among the {Pages} pages of round {Number}.");
        return _rounds.Read(gfn);
    }

    /// <summary>
    /// Ends the copying and lets the producer go on. Where this says false, the producer had gone on before: what was copied is good for
    /// nothing, and the pages come with the next round.
    /// </summary>
    /// <returns>Whether everything that was copied before this call is the round's.</returns>
    /// <exception cref="InvalidOperationException">The round is over, or this was called before.</exception>
    public bool EndCopy()
    {
        CheckOpen();
        if (_isCopied)
            throw new InvalidOperationException($"The copy of round {Number} has ended already.");
        if (!_rounds.Window.WasOpen(Number))
        {
            Dispose();
            return false;
        }

        // A producer that is gone makes the copy no worse: its image stands still for good.
        _ = _rounds.Send(new RoundMessage(RoundMessageKind.Copied, Number));
        return _isCopied = true;
    }

    /// <summary>Retires the round: this side has its pages for good, and answers for them from now on.</summary>
    /// <returns>Whether the producer can be told. If not, it or its successor sends the pages once more.</returns>
    /// <exception cref="InvalidOperationException">The round is over, or not copied.</exception>
    public bool Commit()
    {
        CheckOpen();
        if (!_isCopied)
            throw new InvalidOperationException($"Round {Number} is not copied: EndCopy comes before.");
        _isOver = true;
        _rounds.End(isCommitted: true);
        return _rounds.Send(new RoundMessage(RoundMessageKind.Committed, Number)) == PeerStatus.Done;
    }

    /// <summary>Ends the round unless it has been committed. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _rounds.End(isCommitted: false);
        _ = _rounds.Send(new RoundMessage(RoundMessageKind.Returned, Number));
    }

    /// <inheritdoc/>
    long IRoundPages.NextWord(long from, out ulong bits)
    {
        CheckOpen();
        return _pages.NextWord(from, out bits);
    }

    /// <inheritdoc/>
    void IRoundPages.CheckOpen() => CheckOpen();

    private void CheckOpen()
    {
        if (_isOver)
            throw new InvalidOperationException($"Round {Number} is over.");
    }
}
