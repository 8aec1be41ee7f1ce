using System;
using System.IO;
using System.Linq;
using System.Reflection;
using RingCore.Kvm;
using RingCore.Layouts;
using RingCore.Tracking;
using RingCore.VhostUser;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// What is public, against the files beside this one. Where a change is meant: <c>RINGCORE_UPDATE_SNAPSHOTS=1 dotnet test</c> rewrites them,
/// and the difference goes into the commit that makes it.
/// </summary>
public class PublicApiTests
{
    private const string UpdateVariable = "RINGCORE_UPDATE_SNAPSHOTS";

    [Fact]
    public void RingCore_Layouts_promises_what_its_snapshot_says() => Compare(typeof(KvmDirtyGfn).Assembly);

    [Fact]
    public void RingCore_promises_what_its_snapshot_says() => Compare(typeof(FlaggedDirtyRing).Assembly);

    [Fact]
    public void RingCore_Tracking_promises_what_its_snapshot_says() => Compare(typeof(DirtyTracker).Assembly);

    [Fact]
    public void RingCore_Kvm_promises_what_its_snapshot_says() => Compare(typeof(KvmSystem).Assembly);

    [Fact]
    public void RingCore_VhostUser_promises_what_its_snapshot_says() => Compare(typeof(VhostUserSession).Assembly);

    [Fact]
    public void The_text_shows_what_a_user_can_see_and_nothing_else()
    {
        string text = ApiText.Of(typeof(FlaggedDirtyRing).Assembly);
        Assert.Contains("sealed class RingCore.FlaggedDirtyRing : FlaggedRing<CoherentFencePoints", text, StringComparison.Ordinal);
        Assert.Contains("    FlaggedDirtyRing(int entries, int reservedEntries = 64, SlotTable? slots = default)", text, StringComparison.Ordinal);
        Assert.Contains("where TSink : IResetSink, allows ref struct", text, StringComparison.Ordinal);
        Assert.DoesNotContain("RingMemory", text, StringComparison.Ordinal);
        Assert.DoesNotContain("_cursor", text, StringComparison.Ordinal);
        Assert.Equal(text, ApiText.Of(typeof(FlaggedDirtyRing).Assembly));
    }

    private static void Compare(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        string path = Path.Combine(Repository.Root, "tests", "Documentation.Tests", "PublicApi", name + ".txt");
        string actual = ApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);
        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] added = actual.Split('\n').Except(expected.Split('\n')).ToArray();
        string[] removed = expected.Split('\n').Except(actual.Split('\n')).ToArray();
        Assert.True(
            actual == expected,
            $"The public API of {name} is not that of {path}. If that is meant, run the tests with {UpdateVariable}=1 and commit the file.\n"
            + string.Concat(removed.Select(line => $"- {line.Trim()}\n")) + string.Concat(added.Select(line => $"+ {line.Trim()}\n")));
    }
}
