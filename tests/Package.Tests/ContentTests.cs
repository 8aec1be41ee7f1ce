using System;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>What <c>dotnet pack -c Release</c> at the top makes.</summary>
[Collection(PackedFeedCollection.Name)]
[Trait("Category", "Package")]
public class ContentTests(PackedFeed packed)
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Ids() => new(PackedFeed.Ids);

    [Fact]
    public void Each_library_is_a_package_with_symbols_and_nothing_else_is()
    {
        string[] expected = [.. PackedFeed.Ids.SelectMany(id => (string[])[$"{id}.{PackedFeed.Version}.nupkg", $"{id}.{PackedFeed.Version}.snupkg"])];
        foreach (string feed in (string[])[packed.Feed, packed.OtherFeed])
            Assert.Equal(expected.Order(), Directory.EnumerateFileSystemEntries(feed).Select(path => Path.GetFileName(path)).Order());
        Assert.DoesNotContain("warning", packed.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_brings_its_library_its_documentation_and_its_readme(string id)
    {
        using BuiltPackage package = new(packed.Feed, id);
        using BuiltPackage symbols = new(packed.Feed, id, "snupkg");
        Assert.Equal(["README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], package.Files);
        Assert.Equal([$"lib/net10.0/{id}.pdb"], symbols.Files);
        Assert.Contains("<member name=\"T:RingCore.", Encoding.UTF8.GetString(package.Read($"lib/net10.0/{id}.xml")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is_under_which_licence_and_of_which_commit(string id)
    {
        using BuiltPackage package = new(packed.Feed, id);
        XElement metadata = package.Metadata();
        Assert.Equal(id, Value("id"));
        Assert.Equal(PackedFeed.Version, Value("version"));
        Assert.Equal("The RingCore authors", Value("authors"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("expression", Element("license").Attribute("type")?.Value);
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEqual("Package Description", Value("description"));
        Assert.Contains("dirty-ring", Value("tags"), StringComparison.Ordinal);
        Assert.Equal("git", Element("repository").Attribute("type")?.Value);
        Assert.Equal(packed.Commit, Element("repository").Attribute("commit")?.Value);
        Assert.Equal(PackedFeed.RepositoryUrl, Element("repository").Attribute("url")?.Value);

        XElement Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Theory]
    [InlineData("RingCore.Layouts")]
    [InlineData("RingCore", "RingCore.Layouts")]
    [InlineData("RingCore.Tracking", "RingCore")]
    [InlineData("RingCore.Kvm", "RingCore")]
    [InlineData("RingCore.VhostUser", "RingCore")]
    public void A_package_depends_on_the_one_below_it_alone(string id, params string[] below)
    {
        using BuiltPackage package = new(packed.Feed, id);
        XElement[] dependencies = [.. package.Metadata().Descendants().Where(element => element.Name.LocalName == "dependency")];
        Assert.Equal(below, dependencies.Select(dependency => dependency.Attribute("id")!.Value));
        Assert.All(dependencies, dependency => Assert.Equal(PackedFeed.Version, dependency.Attribute("version")!.Value));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_readme_of_a_package_is_short_and_leads_to_no_file_outside_it(string id)
    {
        using BuiltPackage package = new(packed.Feed, id);
        string readme = Encoding.UTF8.GetString(package.Read("README.md"));
        Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
        Assert.InRange(readme.Count(character => character == '\n'), 5, 40);
        Assert.False(Regex.IsMatch(readme, @"\]\((?!https?:)"), "A link that is not absolute leads nowhere outside the checkout.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Symbols_lead_to_the_sources_of_the_commit(string id)
    {
        using BuiltPackage symbols = new(packed.Feed, id, "snupkg");
        using MemoryStream stream = new(symbols.Read($"lib/net10.0/{id}.pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        MetadataReader reader = provider.GetMetadataReader();
        string link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == s_sourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
            .Single();
        Assert.Contains($"\"/_/*\":\"https://raw.githubusercontent.com/example/ringcore/{packed.Commit}/*\"", link, StringComparison.Ordinal);
        Assert.All(reader.Documents, document => Assert.StartsWith("/_/src/", reader.GetString(reader.GetDocument(document).Name), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Two_packs_in_two_places_give_the_same_bytes(string id)
    {
        foreach (string extension in (string[])["nupkg", "snupkg"])
        {
            using BuiltPackage one = new(packed.Feed, id, extension);
            using BuiltPackage other = new(packed.OtherFeed, id, extension);
            Assert.Equal(one.Files, other.Files);
            foreach (string file in one.Files)
                Assert.True(one.Read(file).AsSpan().SequenceEqual(other.Read(file)), $"{file} of {id}.{extension} differs.");
        }
    }
}
