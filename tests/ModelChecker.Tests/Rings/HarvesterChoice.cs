using System;
using System.Runtime.CompilerServices;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>Makes the rings harvest by blocks of two, with the scalar tail: rings of a model have few entries.</summary>
internal static class HarvesterChoice
{
    [ModuleInitializer]
#pragma warning disable CA2255 // The choice is read once, before any test runs.
    internal static void Force() => Environment.SetEnvironmentVariable(Harvester.EnvironmentVariable, "vector128");
#pragma warning restore CA2255
}
