using System;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>A project outside the checkout that knows RingCore by its packages alone.</summary>
[Collection(PackedFeedCollection.Name)]
[Trait("Category", "Package")]
public sealed class ConsumerTests(PackedFeed packed, ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-consumer-");

    [Fact]
    public void A_new_project_restores_from_the_local_feed_publishes_a_trimmed_single_file_without_a_warning_and_runs_it()
    {
        foreach (FileInfo file in new DirectoryInfo(Path.Combine(Repository.Root, "tests", "Package.Tests", "Consumer")).EnumerateFiles())
            file.CopyTo(Path.Combine(_folder.FullName, file.Name));
        File.WriteAllText(Path.Combine(_folder.FullName, "NuGet.config"), Configuration());
        string log = BoundedRun.Output(
            _folder.FullName, "dotnet", "publish", "-c", "Release", "-o", "published", "-nodeReuse:false", "-nologo",
            $"-p:RingCoreVersion={PackedFeed.Version}", $"-p:RuntimeIdentifier={PackedFeed.Metadata("RuntimeIdentifier")}");
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        string restored = Path.Combine(_folder.FullName, "packages");
        Assert.Equal(PackedFeed.Ids.Select(id => id.ToLowerInvariant()).Order(), Directory.EnumerateDirectories(restored).Select(Path.GetFileName).Order());

        string program = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.FullName, "published"), "*", SearchOption.AllDirectories));
        output.WriteLine($"{Path.GetFileName(program)}: {new FileInfo(program).Length / (1 << 20)} MiB");
        Assert.Equal(
            """
            1000 pages may be read, re-armed by 16 calls
            round 1: page 3 holds 42, page 700 holds 43
            2 pages came through shared memory, layout 1

            """,
            BoundedRun.Output(_folder.FullName, program));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// Packages come from the local feed and from nowhere else. What the SDK itself adds to a trimmed single file stands already where this
    /// test's own restore has put it; of all that stands there, only that is let in.
    /// </summary>
    private string Configuration()
    {
        string machine = PackedFeed.Metadata("Packages");
        string sdk = Path.Combine(_folder.FullName, "sdk");
        Directory.CreateDirectory(sdk);
        string runtime = $"microsoft.netcore.app.runtime.{PackedFeed.Metadata("RuntimeIdentifier")}";
        foreach (string name in (string[])[runtime, "microsoft.net.illink.tasks"])
            Directory.CreateSymbolicLink(Path.Combine(sdk, name), Path.Combine(machine, name));
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="local" value="{packed.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="sdk" value="{sdk}" /></fallbackPackageFolders>
            </configuration>
            """;
    }
}
