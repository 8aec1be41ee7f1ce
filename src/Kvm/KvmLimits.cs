using System;
using RingCore.Layouts;

namespace RingCore.Kvm;

/// <summary>The limits of a dirty ring that the kernel enforces, and those that it forgets: it cuts a size of 64 bits down to 32.</summary>
internal static class KvmLimits
{
    /// <summary>Checks a ring before the kernel is asked for it.</summary>
    /// <param name="entries">Entries that are wanted.</param>
    /// <param name="largestEntries">Entries of the largest ring that the kernel offers; 0 where it has none.</param>
    /// <returns>The ring's numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kernel would refuse the size; the message names the value and the limit.</exception>
    /// <exception cref="KvmException">The kernel has no dirty rings.</exception>
    internal static RingGeometry CheckRing(int entries, int largestEntries)
    {
        if (largestEntries == 0)
            throw new KvmException("This kernel offers no dirty ring (KVM_CAP_DIRTY_LOG_RING).");
        RingGeometry geometry = RingGeometry.Kvm(entries);
        if (entries > largestEntries)
            throw new ArgumentOutOfRangeException(nameof(entries), entries, $"This kernel's dirty rings have at most {largestEntries} entries.");
        return geometry;
    }
}
