using System;
using System.IO;
using System.Linq;
using Xunit;

namespace LiveCheckpoint.Tests;

/// <summary>A test that another program takes part in: without it, it is reported as not run, by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolFactAttribute : FactAttribute
{
    public NeedsToolFactAttribute(string tool)
    {
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
        Skip = found ? null : $"not run: {tool} is missing";
    }
}
