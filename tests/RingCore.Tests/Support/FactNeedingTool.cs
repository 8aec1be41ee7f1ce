using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>A fact that needs a program on the PATH; without it the fact is reported as not run, by the program's name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedingTool : FactAttribute
{
    /// <summary>Names the program.</summary>
    public FactNeedingTool(string tool)
    {
        Tool = tool;
        if (!IsOnPath(tool))
            Skip = $"not run: {tool} is missing";
    }

    /// <summary>The program.</summary>
    public string Tool { get; }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
