using System.CommandLine;
using RingCore.Benchmarks.Commands;

RootCommand root = new("What RingCore's rings cost, and how they stand to their peers: always as a ratio, measured in one run.")
{
    VerifyCommand.Create(),
    ReportCommand.Create(),
    CompareCommand.Create(),
    MicroCommand.Create(),
    TransferCommand.Create(),
    ScenarioCommand.Create(),
};
return root.Parse(args).Invoke();
