using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Our entry against the kernel's, as a C compiler reads <c>linux/kvm.h</c>: native/kvm_layout.c prints, this compares.</summary>
public class KvmHeaderTests
{
    [NeedsToolFact("g++")]
    public void The_entry_is_the_kernel_s_byte_for_byte()
    {
        Dictionary<string, string> kernel = HeaderProgram.Run("kvm_layout.c");
        Dictionary<string, string> ours = new()
        {
            ["sizeof(struct kvm_dirty_gfn)"] = $"{KvmDirtyGfn.Bytes}",
            ["alignof(struct kvm_dirty_gfn)"] = "8",
            ["offsetof(flags)"] = $"{Marshal.OffsetOf<KvmDirtyGfn>(nameof(KvmDirtyGfn.Flags))}",
            ["offsetof(slot)"] = $"{Marshal.OffsetOf<KvmDirtyGfn>(nameof(KvmDirtyGfn.Slot))}",
            ["offsetof(offset)"] = $"{Marshal.OffsetOf<KvmDirtyGfn>(nameof(KvmDirtyGfn.Offset))}",
            ["sizeof(flags)"] = $"{sizeof(uint)}",
            ["sizeof(slot)"] = $"{sizeof(uint)}",
            ["sizeof(offset)"] = $"{sizeof(ulong)}",
            ["KVM_DIRTY_GFN_F_DIRTY"] = $"{EntryState.Dirty}",
            ["KVM_DIRTY_GFN_F_RESET"] = $"{EntryState.Reset}",
            ["KVM_DIRTY_GFN_F_MASK"] = $"{EntryState.Mask}",
            ["bytes"] = Bytes(new KvmDirtyGfn { Flags = EntryState.Dirty, Slot = 0x0001_0002, Offset = 0x0123_4567_89ab_cdef }),
        };
        // Only the headers of architectures that have the ring define where it is mapped.
        if (kernel.ContainsKey("KVM_DIRTY_LOG_PAGE_OFFSET"))
            ours["KVM_DIRTY_LOG_PAGE_OFFSET"] = "64";
        Assert.Equal(ours.OrderBy(pair => pair.Key), kernel.OrderBy(pair => pair.Key));
    }

    private static string Bytes(KvmDirtyGfn entry) =>
        Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<KvmDirtyGfn>(in entry)));
}
