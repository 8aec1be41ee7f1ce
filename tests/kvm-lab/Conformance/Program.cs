using System;
using System.Linq;
using RingCore.Kvm;
using RingCore.KvmLab;

if (args is ["--count"])
{
    Console.WriteLine(LabCount.Text());
    return 0;
}

using KvmSystem system = KvmSystem.Open();
KernelSide kernel = new(system);
RingCoreSide ringCore = new(system);
Tally tally = new();
foreach (Row row in ConformanceTable.Rows)
{
    tally.Run(row.Name, () =>
    {
        string theirs = row.Test(kernel);
        string ours = row.Test(ringCore);
        if (theirs != row.Expected || ours != row.ExpectedHere)
            return ($"expected '{row.Expected}', kernel '{theirs}'; expected '{row.ExpectedHere}', RingCore '{ours}'", "");
        return (null, row.Here is null ? theirs : $"kernel '{theirs}', RingCore '{ours}'");
    });
}

foreach ((string name, Func<KvmSystem, string?> check) in MachineChecks.All)
    tally.Run(name, () => (check(system), "holds"));
foreach ((string name, Func<(string?, string)> check) in OracleChecks.All(system))
    tally.Run(name, check);

Console.WriteLine("Where RingCore differs on purpose:");
foreach (Row row in ConformanceTable.Rows.Where(row => row.Why is not null))
    Console.WriteLine($"  {row.Name}: {row.Why}");
Console.WriteLine($"conformance: {tally.Passed} passed, {tally.Failed} failed");
return tally.Failed == 0 ? 0 : 1;
