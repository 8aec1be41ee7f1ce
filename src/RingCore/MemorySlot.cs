namespace RingCore;

/// <summary>A contiguous run of guest pages under one slot number.</summary>
/// <param name="Slot">Address space in bits 16 to 31, slot number in bits 0 to 15, as in <c>struct kvm_dirty_gfn</c>.</param>
/// <param name="BaseGfn">Guest frame number of its first page.</param>
/// <param name="Pages">Number of pages, 1 or more.</param>
public readonly record struct MemorySlot(uint Slot, ulong BaseGfn, ulong Pages);
