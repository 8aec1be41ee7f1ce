using System;
using RingCore.Layouts;

namespace RingCore.VhostUser;

/// <summary>What a device offers.</summary>
public sealed record VhostUserOptions
{
    /// <summary>Most queues of a device: a file message has 8 bits for the number.</summary>
    public const int MaxQueues = 256;

    /// <summary>Features beyond those that are always offered: of the queues, and of the kind of device (bits 0 to 23).</summary>
    public VirtioFeatures Features { get; init; } = VirtioFeatures.IndirectDescriptors | VirtioFeatures.EventIndex;

    /// <summary>Queues of the device: 1 to <see cref="MaxQueues"/>.</summary>
    public int Queues { get; init; } = 2;

    /// <summary>Pairs or single queues as the kind of device counts them, for a front end that asks: 1 to <see cref="Queues"/>. A network device counts pairs.</summary>
    public int CountedQueues { get; init; } = 1;

    /// <summary>Most descriptors of a queue: 1 to 32768.</summary>
    public int MaxQueueSize { get; init; } = PackedDescriptor.MaxEntries;

    /// <summary>
    /// Refuses memory whose file can shrink. Where it is false, a front end that shrinks its file under a running device kills the device's process
    /// (SIGBUS). DPDK and QEMU do not seal by themselves.
    /// </summary>
    public bool RequireSealedMemory { get; init; }

    internal VirtioFeatures Offered => Features | VirtioFeatures.ProtocolFeatures | VirtioFeatures.Version1 | VirtioFeatures.PackedRing;

    /// <summary>Refuses what no device can offer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    internal void Check()
    {
        Between(Queues, MaxQueues, nameof(Queues));
        Between(CountedQueues, Queues, nameof(CountedQueues));
        Between(MaxQueueSize, PackedDescriptor.MaxEntries, nameof(MaxQueueSize));
        const VirtioFeatures Known = (VirtioFeatures)0xFF_FFFF | VirtioFeatures.IndirectDescriptors | VirtioFeatures.EventIndex
            | VirtioFeatures.ProtocolFeatures | VirtioFeatures.Version1 | VirtioFeatures.PackedRing | VirtioFeatures.InOrder;
        if ((Features & ~Known) != 0)
            throw new ArgumentOutOfRangeException(nameof(Features), Features, $"The queues do not have 0x{(ulong)(Features & ~Known):x}.");
    }

    private static void Between(int value, int most, string name)
    {
        if (value < 1 || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is 1 to {most}, not {value}.");
    }
}
