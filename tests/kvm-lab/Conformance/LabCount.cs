using System.Linq;

namespace RingCore.KvmLab;

/// <summary>How much runs in the lab.</summary>
internal static class LabCount
{
    /// <summary>A sentence with the counts.</summary>
    public static string Text() =>
        $"KVM: {ConformanceTable.Rows.Count} rows and {MachineChecks.All.Count() + OracleChecks.Count} checks run against the kernel in tests/kvm-lab/run, " +
        $"not in dotnet test; RingCore's side of {ConformanceTable.Rows.Count(row => !row.NeedsKvm)} rows runs in tests/Kvm.Tests.";
}
