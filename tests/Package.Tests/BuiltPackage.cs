using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>A package file, and what stands in it.</summary>
internal sealed class BuiltPackage : IDisposable
{
    private readonly ZipArchive _archive;

    /// <summary>Opens a package of the feed.</summary>
    /// <param name="feed">The folder.</param>
    /// <param name="id">Its name.</param>
    /// <param name="extension"><c>nupkg</c> or <c>snupkg</c>.</param>
    public BuiltPackage(string feed, string id, string extension = "nupkg") =>
        _archive = ZipFile.OpenRead(Path.Combine(feed, $"{id}.{PackedFeed.Version}.{extension}"));

    /// <summary>The files that it brings, without those of the format itself.</summary>
    public string[] Files =>
    [
        .. _archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Where(name => name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The <c>metadata</c> element of its nuspec.</summary>
    public XElement Metadata()
    {
        ZipArchiveEntry nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using Stream stream = nuspec.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>The bytes of one of its files.</summary>
    public byte[] Read(string name)
    {
        ZipArchiveEntry? entry = _archive.GetEntry(name);
        Assert.NotNull(entry);
        using Stream stream = entry.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
