using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace RingCore.Tests;

/// <summary>
/// Two copies of the checkout in two places outside of it, each packed into a folder of its own: the first by the command that the documents
/// give, the second from the libraries alone. Both stand in one made-up commit of a made-up repository, so that what the packages say of it can be checked.
/// </summary>
public sealed class PackedFeed : IDisposable
{
    /// <summary>Nobody's: nothing is fetched from there or sent there.</summary>
    public const string RepositoryUrl = "https://github.com/example/ringcore.git";

    /// <summary>The packages, each after those that it needs.</summary>
    public static readonly string[] Ids = ["RingCore.Layouts", "RingCore", "RingCore.Tracking", "RingCore.Kvm", "RingCore.VhostUser"];

    private static readonly string[] s_notSources = ["bin", "obj", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-packages-");

    public PackedFeed()
    {
        try
        {
            string copy = Path.Combine(_folder.FullName, "copy");
            Copy(Repository.Root, copy);
            Git(copy, "init", "--quiet");
            Git(copy, "add", "--all");
            Git(copy, "-c", "user.name=Package.Tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "A copy");
            Git(copy, "remote", "add", "origin", RepositoryUrl);
            Commit = Git(copy, "rev-parse", "HEAD").Trim();
            string otherCopy = Path.Combine(_folder.FullName, "elsewhere", "another copy");
            Copy(copy, otherCopy, withGit: true);
            File.Delete(Path.Combine(otherCopy, "RingCore.sln"));
            File.WriteAllText(Path.Combine(otherCopy, "Libraries.slnx"), Solution(otherCopy));
            Log = Pack(copy, Feed);
            Pack(otherCopy, OtherFeed);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The version of this checkout's packages.</summary>
    public static string Version { get; } = Metadata("Version");

    /// <summary>Where <c>dotnet pack</c> at the top puts the packages.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Where the other copy's packages are.</summary>
    public string OtherFeed => Path.Combine(_folder.FullName, "other feed");

    /// <summary>The commit that both copies are.</summary>
    public string Commit { get; }

    /// <summary>What the first pack printed.</summary>
    public string Log { get; }

    /// <summary>What the build has told this test.</summary>
    public static string Metadata(string key) =>
        typeof(PackedFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == key).Value!;

    public void Dispose()
    {
        foreach (string file in Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal); // git's own are read-only
        _folder.Delete(recursive: true);
    }

    /// <summary>Analysers have seen the sources when this test was built; they change no byte of the output.</summary>
    private static string Pack(string copy, string feed) => BoundedRun.Output(
        copy, "dotnet", "pack", "-c", "Release", "-o", feed, "-p:RunAnalyzers=false", "-nodeReuse:false", "-nologo");

    private static string Git(string folder, params string[] arguments) => BoundedRun.Output(folder, "git", arguments);

    private static string Solution(string copy) =>
        $"<Solution>{string.Concat(Directory.EnumerateFiles(Path.Combine(copy, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => $"<Project Path=\"{path}\" />"))}</Solution>";

    private static void Copy(string from, string to, bool withGit = false)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in new DirectoryInfo(from).EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo folder in new DirectoryInfo(from).EnumerateDirectories())
        {
            if (!s_notSources.Contains(folder.Name) || (withGit && folder.Name == ".git"))
                Copy(folder.FullName, Path.Combine(to, folder.Name), withGit);
        }
    }
}
