using System;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using Fp = RingCore.CoherentFencePoints;

namespace RingCore.Tracking;

/// <summary>
/// The collector's side of a <see cref="SharedTracker"/>, in a process of its own: harvests the ring, and gets a round of pages to copy
/// wherever the producer closes one. It can read the pages and not write them. One thread at a time.
/// </summary>
/// <remarks>
/// Nobody waits for it without bound: what it does not harvest waits on the producer's side, and a round that it copies too slowly is void, as
/// <see cref="SharedRound.EndCopy"/> says. If it dies, the next collector gets everything that this one had not committed.
/// </remarks>
public sealed unsafe class SharedRounds : IDisposable
{
    private const int BatchEntries = 256;
    private const int AttachedFiles = 3;

    // Messages that are still read when the time is up: a call without a timeout takes what is there, and a producer that sends without end keeps nobody.
    private const int MaxLateMessages = 64;

    // The producer asks for a harvest where it waits for one. This is for one that writes and does not wait: its ring should not fill.
    private static readonly TimeSpan s_harvestEvery = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _buffer = new byte[PeerSocket.MaxMessageBytes];
    private readonly DirtyPage[] _batch = new DirtyPage[BatchEntries];
    private readonly PeerSocket _socket;
    private readonly SharedCollector _ring;
    private readonly SharedImage _image;
    private readonly CountedBlock _block;
    private readonly PageSet<Fp> _open;
    private readonly PageSet<Fp> _closed;
    private SharedRound? _round;
    private bool _isDisposed;

    private SharedRounds(PeerSocket socket, SharedCollector ring, SharedImage image)
    {
        (_socket, _ring, _image) = (socket, ring, image);
        long words = PageSet<Fp>.WordsFor(image.Pages);
        _block = new CountedBlock(2 * words * sizeof(ulong));
        _open = new PageSet<Fp>((ulong*)_block.Start, image.Pages);
        _closed = new PageSet<Fp>((ulong*)_block.Start + words, image.Pages);
    }

    /// <summary>The slots of the memory.</summary>
    public SlotTable Slots => _image.Slots;

    /// <summary>Pages of all slots together. Frame numbers run from 0 to one less.</summary>
    public ulong Pages => (ulong)_image.Pages;

    /// <summary>Rounds that were void before they could be copied.</summary>
    public long RoundsMissed { get; private set; }

    /// <summary>Entries that named no page, and messages that are none: a faithful producer sends neither.</summary>
    public long Strange { get; private set; }

    /// <summary>The region with the pages, mapped read-only: what a test tries to write.</summary>
    internal SharedRegion Image => _image.Region;

    /// <summary>The ring.</summary>
    internal SharedCollector Ring => _ring;

    /// <summary>When pages may be copied.</summary>
    internal RoundWindow<SharedFencePoints> Window => new(&((ToldWords*)_ring.Told.Start)->Epoch);

    /// <summary>Takes what a producer attaches, and checks all of it.</summary>
    /// <param name="socket">The way to the producer; closed where the attachment is refused, else with what is returned.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <param name="rounds">The collector's side, where the answer is <see cref="SharedOpenStatus.Opened"/>.</param>
    public static SharedOpenStatus Open(PeerSocket socket, TimeSpan timeout, out SharedRounds? rounds)
    {
        ArgumentNullException.ThrowIfNull(socket);
        byte[] buffer = new byte[PeerSocket.MaxMessageBytes];
        PeerStatus received = socket.Receive(buffer, out int bytes, out SafeFileHandle[] files, timeout);
        SharedOpenStatus status = received switch
        {
            PeerStatus.TimedOut => SharedOpenStatus.TimedOut,
            PeerStatus.PeerGone => SharedOpenStatus.PeerGone,
            PeerStatus.Done when files.Length == AttachedFiles
                && RoundMessage.TryRead(buffer.AsSpan(0, bytes), out RoundMessage message) && message.Kind == RoundMessageKind.Attach
                => SharedOpenStatus.Opened,
            _ => SharedOpenStatus.UnknownMessage,
        };
        rounds = null;
        SharedCollector? ring = null;
        if (status == SharedOpenStatus.Opened)
            status = SharedCollector.Open(files[0], files[1], out ring);
        if (ring is not null)
        {
            status = SharedImage.Open(files[2], out SharedImage? image);
            if (image is not null)
            {
                rounds = new SharedRounds(socket, ring, image);
                return status;
            }

            ring.Dispose();
        }

        foreach (SafeFileHandle file in files)
            file.Dispose();
        socket.Dispose();
        return status;
    }

    /// <summary>Takes what lies in the ring: so that the producer has room, where a round is open for long.</summary>
    public void Harvest()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int left = _ring.Geometry.Entries;
        HarvestResult harvest;
        do
        {
            harvest = _ring.Collector.Harvest(_batch);
            foreach (DirtyPage page in _batch.AsSpan(0, harvest.Pages))
            {
                if (_image.Slots.TryGetGfn(page.Slot, page.Offset, out ulong gfn))
                    _ = _open.Add((long)gfn);
                else
                    Strange++;
            }

            left -= harvest.Entries;
        }
        while (harvest.Entries == BatchEntries && left > 0);
    }

    /// <summary>Harvests until the producer closes a round.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <param name="round">The round, where the answer is <see cref="RoundWaitStatus.Ready"/>: copy it at once.</param>
    /// <exception cref="InvalidOperationException">The last round has not been disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public RoundWaitStatus WaitForRound(TimeSpan timeout, out SharedRound? round)
    {
        if (timeout.TotalMilliseconds is < 0 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"A timeout is 0 to {int.MaxValue} ms.");
        if (_round is not null)
            throw new InvalidOperationException($"Round {_round.Number} is open: dispose it before the next.");
        round = null;
        int late = 0;
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Harvest();
            TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(start);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            PeerStatus status = Receive(left < s_harvestEvery ? left : s_harvestEvery, out RoundMessage message, out int bytes);
            if (status == PeerStatus.PeerGone)
                return RoundWaitStatus.PeerGone;
            if (status == PeerStatus.Done && TryStart(message, bytes, out round))
                return RoundWaitStatus.Ready;
            if (left == TimeSpan.Zero && (status == PeerStatus.TimedOut || ++late == MaxLateMessages))
                return RoundWaitStatus.TimedOut;
        }
    }

    /// <summary>Ends it, and gives back a round that is open; the producer sees that at once. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _round?.Dispose();
        _isDisposed = true;
        _socket.Dispose();
        _ring.Dispose();
        _image.Dispose();
        _ = _block.RemoveUser();
    }

    /// <summary>The live bytes of a page.</summary>
    internal ReadOnlySpan<byte> Read(ulong gfn)
    {
        byte* page = _image.Start + (gfn * TrackedMemory.PageBytes);
        return new ReadOnlySpan<byte>(page, TrackedMemory.PageBytes);
    }

    /// <summary>Tells the producer something about a round. One that does not read for a second is as good as gone.</summary>
    internal PeerStatus Send(RoundMessage message)
    {
        Span<byte> bytes = stackalloc byte[RoundMessage.HeaderBytes];
        return _socket.Send(bytes[..message.Write(bytes)], [], TimeSpan.FromSeconds(1));
    }

    /// <summary>Ends the open round: its pages are committed, or come with the next.</summary>
    internal void End(bool isCommitted)
    {
        _round = null;
        if (isCommitted)
            _closed.Clear();
        else
            _closed.MoveInto(_open);
    }

    /// <summary>Does what the producer's message asks for.</summary>
    /// <returns>Whether a round has begun.</returns>
    private bool TryStart(RoundMessage message, int bytes, out SharedRound? round)
    {
        round = null;
        Harvest();
        if (message.Kind == RoundMessageKind.Harvest)
            _ = Send(new RoundMessage(RoundMessageKind.Harvested));
        else if (Window.IsOpen(message.Round))
            round = Start(message.Round, _buffer.AsSpan(RoundMessage.HeaderBytes..bytes));
        else
            RoundsMissed++;
        return round is not null;
    }

    private SharedRound Start(ulong number, ReadOnlySpan<byte> note)
    {
        _open.MoveInto(_closed);
        return _round = new SharedRound(this, _closed, number, note.ToArray());
    }

    private PeerStatus Receive(TimeSpan timeout, out RoundMessage message, out int bytes)
    {
        message = default;
        PeerStatus status = _socket.Receive(_buffer, out bytes, out SafeFileHandle[] files, timeout);
        foreach (SafeFileHandle file in files)
            file.Dispose();
        if (status is PeerStatus.TimedOut or PeerStatus.PeerGone)
            return status;
        bool isKnown = status == PeerStatus.Done && RoundMessage.TryRead(_buffer.AsSpan(0, bytes), out message)
            && message.Kind is RoundMessageKind.Harvest or RoundMessageKind.RoundClosed;
        if (isKnown)
            return PeerStatus.Done;
        Strange++;
        return PeerStatus.TooLong;
    }
}
