using System;

namespace KvmMigrate.Migration;

/// <summary>A round of a migration.</summary>
/// <param name="Number">From 0, which copies all memory.</param>
/// <param name="Time">How long it took, copying included.</param>
/// <param name="Pages">Pages copied.</param>
/// <param name="Throttle">The part of the round that the vCPUs were kept out of the guest, 0 to 1.</param>
/// <param name="SoftFullExits">Times that a full ring stopped a vCPU.</param>
internal readonly record struct Round(int Number, TimeSpan Time, long Pages, double Throttle, long SoftFullExits)
{
    /// <summary>Pages that the guest wrote per second; not of round 0.</summary>
    internal double PagesPerSecond => Number == 0 ? 0 : Pages / Time.TotalSeconds;
}
