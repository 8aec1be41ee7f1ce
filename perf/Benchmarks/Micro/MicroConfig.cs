using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Perfolizer.Horology;

namespace RingCore.Benchmarks.Micro;

/// <summary>Short runs in this process: nothing is generated, restored or built, so that a benchmark needs the framework alone.</summary>
internal sealed class MicroConfig : ManualConfig
{
    /// <param name="quick">A third of the time, for a look rather than a figure.</param>
    internal MicroConfig(bool quick)
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            // The JIT's last tier comes a few tenths of a second after the first call, by way of an instrumented one.
            .WithWarmupCount(10)
            .WithIterationCount(quick ? 3 : 10)
            .WithIterationTime(TimeInterval.FromMilliseconds(quick ? 40 : 80))
            .WithId(quick ? "quick" : "short"));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddValidator(JitOptimizationsValidator.FailOnError);
    }
}
