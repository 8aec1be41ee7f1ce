using System;

namespace RingCore.KvmLab;

/// <summary>A random guest workload whose rings the kernel traces.</summary>
/// <param name="Vcpus">vCPUs.</param>
/// <param name="Entries">Entries of each ring.</param>
/// <param name="HarvestEvery">How long the collector sleeps between rounds; soft-full rings do not wake it where it is slow.</param>
/// <param name="Lists">Lists of writes of each vCPU.</param>
/// <param name="WritesPerList">Writes of each list.</param>
/// <param name="Partial">Whether the collector takes a random part of each ring only.</param>
internal sealed record OracleCase(int Vcpus, int Entries, TimeSpan HarvestEvery, int Lists, int WritesPerList, bool Partial)
{
    public override string ToString() =>
        $"{Vcpus} vCPUs, rings of {Entries}, a harvest every {HarvestEvery.TotalMilliseconds} ms{(Partial ? ", of a part" : "")}";
}
