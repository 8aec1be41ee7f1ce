using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace RingCore.Tests;

/// <summary>The two compilers whose output the tests read, each run once.</summary>
internal static class Compilers
{
    private const int Attempts = 10;

    private static readonly string s_folder = AppContext.BaseDirectory;
    private static readonly Lazy<Listing> s_arm64 = new(CompileForArm64);
    private static readonly Lazy<Listing> s_x64 = new(RunOnX64);

    /// <summary>Why the ARM64 compiler cannot run here, or null.</summary>
    public static string? Arm64Obstacle =>
        OperatingSystem.IsLinux() && File.Exists(Crossgen2) ? null : "not run: the ARM64 cross compiler is packaged for Linux on x86-64 only";

    /// <summary>ARM64 code of the shipped library and of the shapes, by crossgen2: the same JIT, cross-compiling.</summary>
    public static Listing Arm64 => s_arm64.Value;

    /// <summary>x86-64 code of the shapes in tier 1, by the JIT of this machine.</summary>
    public static Listing X64 => s_x64.Value;

    private static string Crossgen2 =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Crossgen2").Value!;

    private static Listing CompileForArm64()
    {
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("ringcore-arm64-");
        try
        {
            string text = Path.Combine(scratch.FullName, "listing.txt");
            string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            List<string> arguments =
            [
                "--composite", "--inputbubble", Path.Combine(s_folder, "Codegen.Shapes.dll"), Path.Combine(s_folder, "RingCore.dll"),
                Path.Combine(s_folder, "RingCore.Layouts.dll"), "-o", Path.Combine(scratch.FullName, "out"),
                "--targetos:linux", "--targetarch:arm64", "-r", Path.Combine(framework, "*.dll"), "-O",
                $"--codegenopt:JitStdOutFile={text}", "--codegenopt:JitDisasm=*", "--parallelism:1",
            ];
            Run(Crossgen2, arguments, []);
            return new Listing(File.ReadAllText(text), "FullOpts");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Listing RunOnX64()
    {
        Listing? listing = null;
        for (int attempt = 0; attempt < Attempts && listing is not { IsWhole: true }; attempt++)
            listing = RunShapes();
        Assert.True(listing!.IsWhole, $"In {Attempts} runs two of the JIT's threads have printed at once.");
        return listing;
    }

    private static Listing RunShapes()
    {
        string text = Path.GetTempFileName();
        try
        {
            (string, string)[] environment =
            [
                ("DOTNET_JitStdOutFile", text), ("DOTNET_JitDisasm", "RingCore*:* Harvest* Take* Copy Push* Reset* Publish* Run Count HandOutEach Length"), ("DOTNET_TieredPGO", "0"),
                ("DOTNET_JitDisasmOnlyOptimized", "1"), // tier 0 is compiled by another thread than tier 1, and printed between its lines
                ("DOTNET_TC_CallCountingDelayMs", "0"), ("DOTNET_ReadyToRun", "1"),
            ];
            Run("dotnet", [Path.Combine(s_folder, "Codegen.Shapes.dll")], environment);
            return new Listing(File.ReadAllText(text), "Tier1");
        }
        finally
        {
            File.Delete(text);
        }
    }

    private static void Run(string command, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), $"{command} did not end.");
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
    }
}
