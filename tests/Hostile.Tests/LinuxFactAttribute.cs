using System;
using Xunit;

namespace RingCore.Hostile.Tests;

/// <summary>A fact about memory that only Linux can seal; elsewhere the test says that it was not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Sealed regions are Linux's.";
}
