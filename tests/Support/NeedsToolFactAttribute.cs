using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>A test that another program takes part in: without it on the path, the test is reported as not run, by the program's name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolFactAttribute : FactAttribute
{
    /// <summary>Names the program.</summary>
    public NeedsToolFactAttribute(string tool)
    {
        bool isOnPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
        Skip = isOnPath ? null : $"not run: {tool} is missing";
    }
}
