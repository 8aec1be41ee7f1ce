using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Our descriptor and event suppression against Linux's, as a C compiler reads <c>linux/virtio_ring.h</c>: native/virtio_layout.c prints, this compares.</summary>
[Trait("Category", "Packed")]
public class VirtioHeaderTests
{
    [NeedsToolFact("g++")]
    public void The_packed_virtqueue_is_Linux_s_byte_for_byte()
    {
        Dictionary<string, string> header = HeaderProgram.Run("virtio_layout.c");
        Dictionary<string, string> ours = new()
        {
            ["sizeof(struct vring_packed_desc)"] = $"{PackedDescriptor.Bytes}",
            ["offsetof(addr)"] = $"{PackedDescriptor.AddressOffset}",
            ["offsetof(len)"] = $"{PackedDescriptor.LengthOffset}",
            ["offsetof(id)"] = $"{PackedDescriptor.IdAndFlagsOffset}",
            ["offsetof(flags)"] = $"{PackedDescriptor.IdAndFlagsOffset + (PackedDescriptor.FlagsShift / 8)}",
            ["sizeof(struct vring_packed_desc_event)"] = $"{PackedEventSuppression.Bytes}",
            ["offsetof(off_wrap)"] = $"{PackedEventSuppression.OffsetAndWrapOffset}",
            ["offsetof(event flags)"] = $"{PackedEventSuppression.FlagsShift / 8}",
            ["VRING_DESC_F_NEXT"] = $"{PackedDescriptorFlags.Next}",
            ["VRING_DESC_F_WRITE"] = $"{PackedDescriptorFlags.Write}",
            ["VRING_DESC_F_INDIRECT"] = $"{PackedDescriptorFlags.Indirect}",
            ["VRING_PACKED_DESC_F_AVAIL"] = $"{PackedDescriptorFlags.Available}",
            ["VRING_PACKED_DESC_F_USED"] = $"{PackedDescriptorFlags.Used}",
            ["VRING_PACKED_EVENT_FLAG_ENABLE"] = $"{PackedEventSuppression.Enable}",
            ["VRING_PACKED_EVENT_FLAG_DISABLE"] = $"{PackedEventSuppression.Disable}",
            ["VRING_PACKED_EVENT_FLAG_DESC"] = $"{PackedEventSuppression.AtDescriptor}",
            ["VRING_PACKED_EVENT_F_WRAP_CTR"] = $"{PackedEventSuppression.WrapShift}",
            ["bytes"] = Bytes(new PackedDescriptor { Address = 0x0123_4567_89ab_cdef, Length = 0x0001_0002, Id = 0x1234, Flags = 0x8082 })
                + Bytes(new PackedEventSuppression { OffsetAndWrap = 0x8001, Flags = PackedEventSuppression.AtDescriptor }),
        };
        Assert.Equal(ours.OrderBy(pair => pair.Key), header.OrderBy(pair => pair.Key));
    }

    private static string Bytes<T>(T value)
        where T : unmanaged => Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
