using System.Threading;
using RingCore.Layouts;

namespace RingCore.Hostile.Moves;

// The moves on entries, in a packed ring's words: a state is two bits against a wrap counter, which the peer works out, or gets wrong.
internal sealed unsafe partial class HostilePeer
{
    private uint Count => _view.Mask + 1;

    private void ActOnDescriptors(MoveKind kind)
    {
        switch (kind)
        {
            case MoveKind.MarkAll:
            case MoveKind.AllFlagsThree:
                uint all = kind == MoveKind.MarkAll ? PackedStates.Harvested((uint)_random.Below(2)) : uint.MaxValue;
                for (uint i = 0; i < Count; i++)
                    PutState(i, all);
                break;
            case MoveKind.Claim:
                ClaimDescriptors();
                break;
            case MoveKind.MarkBeyond:
            case MoveKind.Gap:
                uint ahead = ResetEntries() + (uint)_random.Below((int)Count + 2);
                PutState(ahead % Count, PackedStates.Harvested(ahead / Count));
                break;
            case MoveKind.Unpublish:
            case MoveKind.Unharvest: // a stale wrap counter
                uint place = (uint)_random.Next() % Count;
                PutState(place, ReadState(place) ^ PackedStates.HarvestedBits);
                break;
            case MoveKind.WrongState:
                uint any = (uint)_random.Next() % Count;
                if (_random.Below(2) == 0)
                    PutState(any, PackedStates.Published((uint)_random.Below(2)) | (uint)_random.Next() & ~PackedStates.HarvestedBits);
                else
                    PutFlags(any, (ushort)_random.Next());
                break;
            case MoveKind.SlotLie:
                Put(&AnyDescriptor()->Length, _random.Below(2) == 0 ? (uint)_random.Below(4) : TellingValue());
                break;
            case MoveKind.PageLie:
                Put(&AnyDescriptor()->Address, TellingPage());
                break;
        }
    }

    /// <summary>Uses in order from where the resetter stands, as a device would that reads nothing.</summary>
    private void ClaimDescriptors()
    {
        uint entry = ResetEntries();
        int most = 1 + _random.Below(LongestClaim);
        for (uint seen = 0; most > 0 && seen < Count; seen++, entry++)
        {
            uint state = ReadState(entry % Count);
            if (state == PackedStates.Harvested(entry / Count))
                continue;
            if (state != PackedStates.Published(entry / Count))
                break;
            PutState(entry % Count, PackedStates.Harvested(entry / Count));
            most--;
        }
    }

    private uint ResetEntries() => Read(_view.Reset) - _view.FirstPosition;

    private PackedDescriptor* AnyDescriptor() => _view.Descriptors + (_random.Next() % Count);

    private uint ReadState(uint place) => Read(StateOf(place));

    private void PutState(uint place, uint state) => Put(StateOf(place), state);

    private void PutFlags(uint place, ushort flags)
    {
        Volatile.Write(ref _view.Descriptors[place].Flags, flags);
        Writes++;
    }

    private uint* StateOf(uint place) => (uint*)((byte*)(_view.Descriptors + place) + PackedDescriptor.IdAndFlagsOffset);
}
