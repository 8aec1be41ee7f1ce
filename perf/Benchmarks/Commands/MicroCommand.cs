using System.CommandLine;
using System.Linq;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using RingCore.Benchmarks.Micro;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>micro</c>: what one thread does, by BenchmarkDotNet, with allocations.</summary>
internal static class MicroCommand
{
    internal static Command Create()
    {
        Option<bool> quick = new("--quick") { Description = "Fewer and shorter iterations: a look, not a figure." };
        Option<string> filter = new("--filter") { Description = "Which benchmarks, as a glob.", DefaultValueFactory = _ => "*" };
        Command command = new("micro", "Push, harvest and reset on one thread, with bytes allocated (needs 1 core).") { quick, filter };
        command.SetAction(arguments => Run(arguments.GetValue(filter)!, arguments.GetValue(quick)));
        return command;
    }

    private static int Run(string filter, bool quick)
    {
        Summary[] summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly)
            .Run(["--filter", filter], new MicroConfig(quick))
            .ToArray();
        bool complete = summaries.Length > 0 && summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success));
        return complete ? 0 : 1;
    }
}
