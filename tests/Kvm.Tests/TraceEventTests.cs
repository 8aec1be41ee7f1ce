using System;
using RingCore.KvmLab;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Lines of the kernel's trace.</summary>
public class TraceEventTests
{
    private const string Before = "          <...>-87      [001] d..2.  2104: ";

    [Fact]
    public void A_push_names_ring_slot_and_offset()
    {
        Assert.True(TraceEvent.TryParse(Before + "kvm_dirty_ring_push: ring 1: dirty 0x4f76 reset 0x4ebb slot 5 offset 0xc0 (used 187)", out TraceEvent parsed));
        Assert.Equal(new TraceEvent(TraceEvent.Push, 1, new DirtyPage(5, 0xc0), default), parsed);
    }

    [Fact]
    public void A_reset_names_its_ring()
    {
        Assert.True(TraceEvent.TryParse(Before + "kvm_dirty_ring_reset: ring 2: dirty 0xc0 reset 0xc0 (used 0)", out TraceEvent parsed));
        Assert.Equal((TraceEvent.Reset, 2), (parsed.Kind, parsed.Ring));
    }

    [Fact]
    public void A_batch_names_base_offset_and_mask()
    {
        Assert.True(TraceEvent.TryParse(
            Before + "ringcore_batch: (kvm_arch_mmu_enable_log_dirty_pt_masked+0x0/0x1e0 [kvm]) base=0x1000 offset=0x1c7 mask=0x8000000000000001", out TraceEvent parsed));
        Assert.Equal(new Batch(0x1000, 0x1c7, 0x8000_0000_0000_0001), parsed.Batch);
    }

    [Fact]
    public void A_comment_is_no_event() => Assert.False(TraceEvent.TryParse("# tracer: nop", out _));

    [Fact]
    public void Anything_else_is_refused() => Assert.Throws<FormatException>(() => TraceEvent.TryParse(Before + "kvm_dirty_ring_push: garbled", out _));
}
