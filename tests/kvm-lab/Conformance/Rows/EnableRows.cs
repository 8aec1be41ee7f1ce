using System.Collections.Generic;

namespace RingCore.KvmLab;

/// <summary>Which rings may be asked for, when, and how they are mapped. RingCore refuses before the kernel is asked.</summary>
internal static class EnableRows
{
    private const ulong EntryBytes = 16;

    public static IEnumerable<Row> All =>
    [
        new("The largest ring on offer", "1048576", side => $"{side.LargestRingBytes}"),
        Enable("256 entries, the smallest", "accepted", 256 * EntryBytes),
        Enable("65536 entries, the largest", "accepted", 65536 * EntryBytes),
        Enable("0 entries", "refused (EINVAL)", 0),
        Enable("1 entry", "refused (EINVAL)", EntryBytes),
        Enable("64 entries", "refused (EINVAL)", 64 * EntryBytes),
        Enable("128 entries", "refused (EINVAL)", 128 * EntryBytes),
        Enable("768 entries, no power of two", "refused (EINVAL)", 768 * EntryBytes),
        Enable("131072 entries", "refused (E2BIG)", 131072 * EntryBytes),
        Enable("2 GiB", "refused (E2BIG)", 2UL << 30),
        Enable("4 GiB and 16 KiB", "accepted", (4UL << 30) + (16 << 10)) with
        {
            Here = "refused",
            Why = "The kernel cuts the size down to 32 bits and makes a ring of 16 KiB; RingCore does not ask for what it will not get.",
        },
        new("Rings enabled twice", "refused (EINVAL)", side => side.EnableTwice()) { NeedsKvm = true },
        new("Rings enabled after a vCPU was made", "refused (EINVAL)", side => side.EnableAfterVcpu()) { NeedsKvm = true },
        new("A reset without rings", "refused (EINVAL)", side => side.ResetWithoutRings()) { NeedsKvm = true },
        new("A reset with rings and without a vCPU", "0", side => side.ResetWithoutVcpu()) { NeedsKvm = true },
        new("The dirty bitmap of a machine with rings", "refused (ENXIO)", side => side.DirtyLogWithRings()) { NeedsKvm = true },
        Map("A ring mapped shared, for reading and writing", "maps, first entry 1 1 5", RingMapping.SharedReadWrite),
        Map("A ring mapped shared, for reading", "maps, first entry 1 1 5", RingMapping.SharedReadOnly),
        Map("The first page of a ring alone", "maps, first entry 1 1 5", RingMapping.FirstPageOnly),
        Map("A ring mapped privately", "refused (EINVAL)", RingMapping.Private),
        Map("A ring mapped for execution", "refused (EINVAL)", RingMapping.Executable),
    ];

    private static Row Enable(string name, string expected, ulong bytes) => new($"Ring size: {name}", expected, side => side.Enable(bytes));

    private static Row Map(string name, string expected, RingMapping mapping) => new(name, expected, side => side.Map(mapping))
    {
        NeedsKvm = true,
        Here = mapping is RingMapping.SharedReadWrite or RingMapping.SharedReadOnly ? null : "not offered",
        Why = mapping is RingMapping.SharedReadWrite or RingMapping.SharedReadOnly
            ? null
            : "RingCore maps whole rings, shared: writable for the collector, read-only for a view.",
    };
}
