using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The environment variable, read by fresh copies of the library.</summary>
public class ForcedHarvesterTests
{
    [Theory]
    [InlineData("scalar", HarvesterKind.Scalar)]
    [InlineData("vector128", HarvesterKind.Vector128)]
    public void A_process_harvests_with_what_its_environment_names(string name, HarvesterKind expected) =>
        Assert.Equal($"{expected}", $"{Selected(name)}");

    [Fact]
    public void A_process_whose_environment_names_nothing_harvests_with_the_fastest()
    {
        _ = Harvester.Choose(null, out HarvesterKind fastest);
        Assert.Equal($"{fastest}", $"{Selected("")}");
    }

    [Fact]
    public void A_ring_is_not_made_where_the_environment_names_no_harvester()
    {
        PlatformNotSupportedException refusal = Assert.Throws<PlatformNotSupportedException>(() => Selected("fastest"));
        Assert.Contains("RINGCORE_FORCE_HARVESTER=fastest", refusal.Message, StringComparison.Ordinal);
        Type ring = Load("fastest", typeof(FlaggedDirtyRing).FullName!);
        Exception made = Assert.ThrowsAny<Exception>(() => Activator.CreateInstance(ring, 256, RingGeometry.KvmReservedEntries, null));
        Assert.Equal(refusal.Message, Assert.IsType<PlatformNotSupportedException>(made.InnerException).Message);
    }

    private static object? Selected(string name) => Load(name, typeof(Harvester).FullName!)
        .GetProperty(nameof(Harvester.Selected))!.GetValue(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>Loads the library once more, and runs its choice under another environment.</summary>
    private static Type Load(string name, string type)
    {
        _ = Harvester.Selected; // the tests' own copy has read the variable already
        string? before = Environment.GetEnvironmentVariable(Harvester.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(Harvester.EnvironmentVariable, name);
            Assembly copy = new AssemblyLoadContext(name).LoadFromAssemblyPath(typeof(Harvester).Assembly.Location);
            RuntimeHelpers.RunClassConstructor(copy.GetType(typeof(Harvester).FullName!)!.TypeHandle);
            return copy.GetType(type)!;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Harvester.EnvironmentVariable, before);
        }
    }
}
