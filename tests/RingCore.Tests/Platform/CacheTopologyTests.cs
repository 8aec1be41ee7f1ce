using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RingCore.Layouts;
using RingCore.Platform;
using Xunit;

namespace RingCore.Tests;

public sealed class CacheTopologyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ringcore-sysfs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // EAX, EBX, ECX as recorded on the named processors; Intel from leaf 4, AMD from leaf 0x8000001D.
    [Theory]
    [InlineData("Intel Core i7-6700", 0x1C004121, 0x01C0003F, 0x0000003F, 1, CacheKind.Data, 64, 8, 64, 32)]
    [InlineData("Intel Core i7-6700", 0x1C004122, 0x01C0003F, 0x0000003F, 1, CacheKind.Instruction, 64, 8, 64, 32)]
    [InlineData("Intel Core i7-6700", 0x1C004143, 0x00C0003F, 0x000003FF, 2, CacheKind.Unified, 64, 4, 1024, 256)]
    [InlineData("Intel Core i7-6700", 0x1C03C163, 0x03C0003F, 0x00001FFF, 3, CacheKind.Unified, 64, 16, 8192, 8192)]
    [InlineData("AMD Ryzen 7 3700X", 0x00004121, 0x01C0003F, 0x0000003F, 1, CacheKind.Data, 64, 8, 64, 32)]
    [InlineData("AMD Ryzen 7 3700X", 0x00004122, 0x01C0003F, 0x0000003F, 1, CacheKind.Instruction, 64, 8, 64, 32)]
    [InlineData("AMD Ryzen 7 3700X", 0x00004143, 0x01C0003F, 0x000003FF, 2, CacheKind.Unified, 64, 8, 1024, 512)]
    [InlineData("AMD Ryzen 7 3700X", 0x0001C163, 0x03C0003F, 0x00003FFF, 3, CacheKind.Unified, 64, 16, 16384, 16384)]
    public void Decodes_what_processors_answered(
        string processor, int eax, int ebx, int ecx, int level, CacheKind kind, int lineBytes, int ways, int sets, int kibibytes)
    {
        CacheGeometry cache = CacheTopology.DecodeSubleaf(eax, ebx, ecx)!;
        Assert.NotNull(cache);
        Assert.Equal(new CacheGeometry(level, kind, lineBytes, ways, sets), cache);
        Assert.True(cache.Bytes == kibibytes * 1024L, $"{processor}: {cache.Bytes} bytes instead of {kibibytes} KiB.");
    }

    [Fact]
    public void Counts_line_partitions_into_the_line() =>
        Assert.Equal(128, CacheTopology.DecodeSubleaf(0x1C004121, 0x01C0103F, 0x3F)!.LineBytes);

    [Theory]
    [InlineData(0, 0, 0)] // the end of the list
    [InlineData(0x1C004124, 0x01C0003F, 0x3F)] // a type that is reserved
    [InlineData(0x1C004101, 0x01C0003F, 0x3F)] // level 0
    [InlineData(0x1C0040A1, 0x01C0003F, 0x3F)] // level 5
    [InlineData(0x1C004121, 0x01C0003F, -1)] // 2^32 sets
    [InlineData(0x1C004121, 0x01C0003F, int.MaxValue)]
    public void Takes_nothing_from_an_answer_that_no_cache_gives(int eax, int ebx, int ecx) =>
        Assert.Null(CacheTopology.DecodeSubleaf(eax, ebx, ecx));

    [Fact]
    public void Reads_sysfs_folders_in_order()
    {
        WriteIndex(0, "1", "Data", "64", "12", "64");
        WriteIndex(1, "1", "Instruction", "64", "8", "64");
        WriteIndex(2, "2", "Unified", "64", "16", "1024");
        CacheGeometry[] expected =
        [
            new(1, CacheKind.Data, 64, 12, 64), new(1, CacheKind.Instruction, 64, 8, 64), new(2, CacheKind.Unified, 64, 16, 1024),
        ];
        Assert.Equal(expected, CacheTopology.ReadSysfs(_root));
    }

    [Theory]
    [InlineData("level", "0")]
    [InlineData("level", "9")]
    [InlineData("level", null)]
    [InlineData("type", "Trace")]
    [InlineData("type", "7")]
    [InlineData("type", null)]
    [InlineData("coherency_line_size", "many")]
    [InlineData("coherency_line_size", null)]
    [InlineData("ways_of_associativity", "0")] // what ARM64 kernels write where the firmware does not tell
    [InlineData("number_of_sets", "-1")]
    [InlineData("number_of_sets", "")]
    public void Skips_a_sysfs_folder_that_does_not_tell_and_reads_the_next(string file, string? text)
    {
        WriteIndex(0, "1", "Data", "64", "8", "64");
        WriteIndex(1, "2", "Unified", "64", "8", "1024");
        string path = Path.Combine(_root, "index0", file);
        if (text is null)
            File.Delete(path);
        else
            File.WriteAllText(path, text);
        Assert.Equal([new CacheGeometry(2, CacheKind.Unified, 64, 8, 1024)], CacheTopology.ReadSysfs(_root));
    }

    [Fact]
    public void Reads_nothing_where_there_is_no_sysfs() => Assert.Empty(CacheTopology.ReadSysfs(Path.Combine(_root, "missing")));

    [Fact]
    public void Says_where_this_machine_s_numbers_come_from()
    {
        IReadOnlyList<CacheGeometry> caches = CacheTopology.Detect(out string source);
        Assert.Equal(caches.Count == 0, source == "neither CPUID nor sysfs tells them");
        Assert.Equal(caches.Select(cache => cache.Level).Order(), caches.Select(cache => cache.Level));
        Assert.All(caches, cache => Assert.InRange(cache.LineBytes, 16, 4096));
    }

    private void WriteIndex(int index, string level, string type, string lineBytes, string ways, string sets)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"index{index}"))).FullName;
        File.WriteAllText(Path.Combine(folder, "level"), level + "\n");
        File.WriteAllText(Path.Combine(folder, "type"), type + "\n");
        File.WriteAllText(Path.Combine(folder, "coherency_line_size"), lineBytes + "\n");
        File.WriteAllText(Path.Combine(folder, "ways_of_associativity"), ways + "\n");
        File.WriteAllText(Path.Combine(folder, "number_of_sets"), sets + "\n");
    }
}
