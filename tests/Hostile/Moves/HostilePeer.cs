using System;
using System.Threading;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Stepped;
using RingCore.Layouts;

namespace RingCore.Hostile.Moves;

/// <summary>
/// Executes a seeded programme of adversarial moves on what a collector may write. One thread. The same seed over the same memory makes the same moves.
/// </summary>
internal sealed unsafe partial class HostilePeer : ISteppedPeer
{
    private const int SavedBytes = 256;
    private const int LongestClaim = 16;

    private static readonly MoveKind[] s_ofEveryDesign =
    [
        MoveKind.BitFlip, MoveKind.Word, MoveKind.Torn, MoveKind.Unaligned, MoveKind.Replay, MoveKind.Hole, MoveKind.FetchAhead,
        MoveKind.FetchBehind, MoveKind.FetchFar, MoveKind.FetchClaim, MoveKind.WaitWord, MoveKind.Doorbell,
    ];

    private static readonly MoveKind[] s_ofWritableEntries =
    [
        MoveKind.MarkAll, MoveKind.AllFlagsThree, MoveKind.Claim, MoveKind.MarkBeyond, MoveKind.Gap, MoveKind.Unpublish, MoveKind.Unharvest,
        MoveKind.WrongState, MoveKind.SlotLie, MoveKind.PageLie,
    ];

    private readonly PeerView _view;
    private readonly byte[] _saved = new byte[SavedBytes];
    private readonly long[] _moves = new long[Enum.GetValues<MoveKind>().Length];
    private MoveKind[] _repertoire = [];
    private RandomSequence _random;
    private int _savedAt;
    private int _savedLength;
    private int _claimsInSixteen;

    internal HostilePeer(PeerView view, ulong seed)
    {
        _view = view;
        _random = new RandomSequence(seed);
        ChangeTemper();
    }

    /// <summary>Stores made so far.</summary>
    internal long Writes { get; private set; }

    /// <summary>Moves made so far, by <see cref="MoveKind"/>.</summary>
    internal ReadOnlySpan<long> Moves => _moves;

    /// <summary>The random numbers, for whoever decides when the peer acts.</summary>
    internal ref RandomSequence Random => ref _random;

    /// <summary>Draws which kinds of move come next and how often a claim, without which nothing would ever be reset, stands between them.</summary>
    internal void ChangeTemper()
    {
        MoveKind[] all = !CanWriteEntries ? s_ofEveryDesign : [.. s_ofEveryDesign, .. s_ofWritableEntries];
        uint chosen = (uint)_random.Next() | 1u << _random.Below(all.Length);
        // One time in four a peer of one vice; it comes to states that a mixture does not.
        if (_random.Below(4) == 0)
            chosen = 1u << _random.Below(all.Length);
        _repertoire = Array.FindAll(all, kind => (chosen >> Array.IndexOf(all, kind) & 1) != 0);
        _claimsInSixteen = _random.Below(4) switch { 0 => 0, 1 => 4, 2 => 12, _ => 15 };
    }

    /// <inheritdoc/>
    public int Below(int limit) => _random.Below(limit);

    /// <inheritdoc/>
    public void Act()
    {
        MoveKind kind = _random.Below(16) < _claimsInSixteen
            ? CanWriteEntries ? MoveKind.Claim : MoveKind.FetchClaim
            : _repertoire[_random.Below(_repertoire.Length)];
        _moves[(int)kind]++;
        switch (kind)
        {
            case MoveKind.BitFlip:
                FlipBit();
                break;
            case MoveKind.Word:
                Put(AnyWord(), TellingValue());
                break;
            case MoveKind.Torn:
                Tear();
                break;
            case MoveKind.Unaligned:
                PutUnaligned();
                break;
            case MoveKind.Replay:
                Replay();
                break;
            case MoveKind.Hole:
                Fill(AnyPlace(), _random.Below(SavedBytes), 0);
                break;
            case MoveKind.FetchAhead:
                Put(_view.Fetch, Read(_view.Avail) + 1 + (uint)_random.Below(3));
                break;
            case MoveKind.FetchBehind:
                Put(_view.Fetch, Read(_view.Reset) - 1 - (uint)_random.Below(3));
                break;
            case MoveKind.FetchFar:
                Put(_view.Fetch, Read(_random.Below(2) == 0 ? _view.Reset : _view.Avail) + 0x7FFF_FFFF + (uint)_random.Below(3));
                break;
            case MoveKind.FetchClaim:
                ClaimByIndex();
                break;
            case MoveKind.WaitWord:
                Put(_view.CollectorWaits, TellingValue());
                break;
            case MoveKind.Doorbell:
                Put(_view.Doorbell, _random.Below(2) == 0 ? Read(_view.Doorbell) + 1 : TellingValue());
                break;
            default:
                if (_view.Descriptors == null)
                    ActOnEntries(kind);
                else
                    ActOnDescriptors(kind);
                break;
        }
    }

    private bool CanWriteEntries => _view.WritableEntries != null || _view.Descriptors != null;

    private void ActOnEntries(MoveKind kind)
    {
        switch (kind)
        {
            case MoveKind.MarkAll:
            case MoveKind.AllFlagsThree:
                for (uint i = 0; i <= _view.Mask; i++)
                    Put(&_view.WritableEntries[i].Flags, kind == MoveKind.MarkAll ? EntryState.Reset : EntryState.Mask);
                break;
            case MoveKind.Claim:
                Claim();
                break;
            case MoveKind.MarkBeyond:
                Put(Flags(Find(EntryState.Free)), EntryState.Reset | (uint)_random.Below(2));
                break;
            case MoveKind.Gap:
                Put(Flags(Find(EntryState.Dirty) + (uint)_random.Below(2)), EntryState.Reset);
                break;
            case MoveKind.Unpublish:
                Put(Flags(Find(_random.Below(2) == 0 ? EntryState.Dirty : EntryState.Reset)), EntryState.Free);
                break;
            case MoveKind.Unharvest:
                Put(Flags(Find(EntryState.Reset)), EntryState.Dirty);
                break;
            case MoveKind.WrongState:
                Put(&AnyEntry()->Flags, (uint)_random.Next() & ~EntryState.Mask | (uint)_random.Below(4));
                break;
            case MoveKind.SlotLie:
                Put(&AnyEntry()->Slot, _random.Below(2) == 0 ? (uint)_random.Below(4) : TellingValue());
                break;
            case MoveKind.PageLie:
                Put(&AnyEntry()->Offset, TellingPage());
                break;
        }
    }

    /// <summary>Harvests in order from where the resetter stands, as a collector would that reads nothing.</summary>
    private void Claim()
    {
        uint position = Read(_view.Reset);
        int most = 1 + _random.Below(LongestClaim);
        for (uint seen = 0; most > 0 && seen <= _view.Mask; seen++, position++)
        {
            uint* flags = Flags(position);
            uint state = Read(flags);
            if ((state & EntryState.Reset) != 0)
                continue;
            if (state != EntryState.Dirty)
                break;
            Put(flags, EntryState.Reset);
            most--;
        }
    }

    private void ClaimByIndex()
    {
        uint reset = Read(_view.Reset);
        uint published = Math.Min(Read(_view.Avail) - reset, _view.Mask + 1);
        Put(_view.Fetch, reset + (uint)_random.Below((int)published + 1));
    }

    private void FlipBit()
    {
        byte* at = AnyPlace();
        Put(at, (byte)(Volatile.Read(ref *at) ^ 1 << _random.Below(8)));
    }

    private void Tear()
    {
        byte* word = (byte*)AnyWord();
        uint value = TellingValue();
        if (_random.Below(2) == 0)
        {
            Volatile.Write(ref *(ushort*)(word + (2 * _random.Below(2))), (ushort)value);
            Writes++;
        }
        else
        {
            Put(word + _random.Below(4), (byte)value);
        }
    }

    private void PutUnaligned()
    {
        byte* at = _view.Answered + _random.Below(_view.AnsweredBytes - sizeof(ulong) + 1);
        *(ulong*)at = _random.Next();
        Writes++;
    }

    /// <summary>Writes back what it saved last, and saves what stands elsewhere or there.</summary>
    private void Replay()
    {
        for (int i = 0; i < _savedLength; i++)
            Put(_view.Answered + _savedAt + i, _saved[i]);
        byte* at = _random.Below(2) == 0 ? AnyPlace() : (byte*)_view.Fetch;
        _savedAt = (int)(at - _view.Answered);
        _savedLength = Math.Min(_random.Below(2) == 0 ? sizeof(uint) : _random.Below(SavedBytes), _view.AnsweredBytes - _savedAt);
        new ReadOnlySpan<byte>(at, _savedLength).CopyTo(_saved);
    }

    private void Fill(byte* from, int bytes, byte value)
    {
        byte* end = _view.Answered + _view.AnsweredBytes;
        for (byte* at = from; at < end && at < from + bytes; at++)
            Put(at, value);
    }

    /// <summary>The position of an entry in this state, from a random one on; any where there is none.</summary>
    private uint Find(uint state)
    {
        uint position = (uint)_random.Next();
        for (uint i = 0; i < _view.Mask && Read(Flags(position)) != state; i++)
            position++;
        return position;
    }

    private uint* Flags(uint position) => &_view.WritableEntries[position & _view.Mask].Flags;

    private KvmDirtyGfn* AnyEntry() => _view.WritableEntries + (_random.Next() & _view.Mask);

    private byte* AnyPlace() => _view.Answered + _random.Below(_view.AnsweredBytes);

    private uint* AnyWord() => (uint*)_view.Answered + _random.Below(_view.AnsweredBytes / sizeof(uint));

    private uint TellingValue() => _random.Below(8) switch
    {
        0 => 0,
        1 => 1,
        2 => uint.MaxValue,
        3 => 0x8000_0000,
        4 => Read(_view.Avail) + (uint)_random.Below(5) - 2,
        5 => Read(_view.Reset) + (uint)_random.Below(5) - 2,
        6 => (uint)_random.Below(4),
        _ => (uint)_random.Next(),
    };

    private ulong TellingPage() => _random.Below(8) switch
    {
        0 => ulong.MaxValue - (ulong)_random.Below(64),
        1 => 0x8000_0000_0000_0000,
        2 => HostilePages.PagesPerSlot + (ulong)_random.Below(2) - 1,
        3 => _random.Next(),
        4 => 1UL << _random.Below(64),
        _ => (ulong)_random.Below((int)HostilePages.PagesPerSlot),
    };

    private static uint Read(uint* word) => Volatile.Read(ref *word);

    private void Put(uint* word, uint value)
    {
        Volatile.Write(ref *word, value);
        Writes++;
    }

    private void Put(ulong* word, ulong value)
    {
        Volatile.Write(ref *word, value);
        Writes++;
    }

    private void Put(byte* at, byte value)
    {
        Volatile.Write(ref *at, value);
        Writes++;
    }
}
