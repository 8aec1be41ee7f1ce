namespace RingCore;

/// <summary>
/// Gathers neighbouring pages into (slot, offset, 64-bit mask) exactly as Linux's <c>kvm_dirty_ring_reset</c> does
/// (<c>virt/kvm/dirty_ring.c</c>), except that it never lets offset plus bit overflow.
/// </summary>
/// <remarks>
/// Same slot only. A page 0 to 63 beyond the base sets its bit. A page 1 to 63 before it becomes the new base if the mask can be shifted
/// up without losing a bit. Anything else starts a new batch. The kernel computed the difference with wrap-around until CVE-2026-52969:
/// page 0 after page 2^64 - 63 looked like a neighbour.
/// </remarks>
internal struct Coalescer
{
    /// <summary>Slot of the batch.</summary>
    internal uint Slot { get; private set; }

    /// <summary>Page number that bit 0 stands for.</summary>
    internal ulong Offset { get; private set; }

    /// <summary>A bit per page; 0 while the batch is empty.</summary>
    internal ulong Mask { get; private set; }

    /// <summary>Takes a page into the batch.</summary>
    /// <returns>False where it does not fit: hand the batch out, <see cref="Start"/> a new one.</returns>
    internal bool TryAdd(uint slot, ulong offset)
    {
        if (slot != Slot || Mask == 0)
            return false;
        if (offset >= Offset)
        {
            ulong ahead = offset - Offset;
            if (ahead >= 64)
                return false;
            Mask |= 1UL << (int)ahead;
            return true;
        }

        ulong behind = Offset - offset;
        if (behind >= 64 || Mask << (int)behind >> (int)behind != Mask)
            return false;
        Offset = offset;
        Mask = (Mask << (int)behind) | 1;
        return true;
    }

    /// <summary>Begins a batch with one page.</summary>
    internal void Start(uint slot, ulong offset) => (Slot, Offset, Mask) = (slot, offset, 1);

    /// <summary>Empties the batch.</summary>
    internal void Clear() => Mask = 0;
}
