using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;

namespace RingCore.Platform;

/// <summary>The caches of the processor that the caller runs on, as the processor or the operating system tells them.</summary>
public static class CacheTopology
{
    private const string SysfsRoot = "/sys/devices/system/cpu/cpu0/cache";

    private const int MaxLevel = 4;

    /// <summary>Detects the caches, nearest first.</summary>
    /// <param name="source">Where the numbers come from, or why there are none; one phrase for a report.</param>
    /// <returns>The caches; empty where nothing tells them.</returns>
    /// <remarks>
    /// CPUID leaf 4 (Intel SDM volume 2A) or 0x8000001D (AMD APM volume 3), the same fields in both; else Linux's sysfs. A hypervisor
    /// decides what a virtual machine is told.
    /// </remarks>
    public static IReadOnlyList<CacheGeometry> Detect(out string source)
    {
        if (X86Base.IsSupported)
        {
            foreach (int leaf in (ReadOnlySpan<int>)[4, unchecked((int)0x8000001D)])
            {
                List<CacheGeometry> caches = ReadCpuid(leaf);
                if (caches.Count > 0)
                {
                    source = $"CPUID leaf 0x{leaf:X}";
                    return caches;
                }
            }
        }

        List<CacheGeometry> told = ReadSysfs(SysfsRoot);
        source = told.Count > 0 ? "sysfs" : "neither CPUID nor sysfs tells them";
        return told;
    }

    /// <summary>Decodes one subleaf.</summary>
    /// <returns>Null at the end of the list, and where a hypervisor answers what no cache has.</returns>
    internal static CacheGeometry? DecodeSubleaf(int eax, int ebx, int ecx)
    {
        CacheKind kind;
        switch (eax & 0x1F)
        {
            case 1:
                kind = CacheKind.Data;
                break;
            case 2:
                kind = CacheKind.Instruction;
                break;
            case 3:
                kind = CacheKind.Unified;
                break;
            default:
                return null;
        }

        int level = (eax >> 5) & 0x7;
        if (level is 0 or > MaxLevel || (uint)ecx >= int.MaxValue)
            return null;
        int lineBytes = (ebx & 0xFFF) + 1;
        int partitions = ((ebx >> 12) & 0x3FF) + 1;
        int ways = ((ebx >> 22) & 0x3FF) + 1;
        return new CacheGeometry(level, kind, lineBytes * partitions, ways, ecx + 1);
    }

    /// <summary>Reads the <c>index*</c> folders of one processor.</summary>
    internal static List<CacheGeometry> ReadSysfs(string root)
    {
        List<CacheGeometry> caches = [];
        for (int i = 0; Directory.Exists($"{root}/index{i}"); i++)
        {
            string folder = $"{root}/index{i}";
            if (TryReadNumber($"{folder}/level", out int level) && level <= MaxLevel
                && TryReadNumber($"{folder}/coherency_line_size", out int lineBytes)
                && TryReadNumber($"{folder}/ways_of_associativity", out int ways)
                && TryReadNumber($"{folder}/number_of_sets", out int sets)
                && TryReadKind($"{folder}/type", out CacheKind kind))
            {
                caches.Add(new CacheGeometry(level, kind, lineBytes, ways, sets));
            }
        }

        return caches;
    }

    private static List<CacheGeometry> ReadCpuid(int leaf)
    {
        List<CacheGeometry> caches = [];
        int highest = X86Base.CpuId(leaf & unchecked((int)0x80000000), 0).Eax;
        bool listed = (uint)highest >= (uint)leaf && (leaf > 0 || (X86Base.CpuId(unchecked((int)0x80000001), 0).Ecx & (1 << 22)) != 0);
        for (int subleaf = 0; listed && subleaf < 16; subleaf++)
        {
            (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, subleaf);
            if (DecodeSubleaf(eax, ebx, ecx) is not { } cache)
                break;
            caches.Add(cache);
        }

        return caches;
    }

    private static bool TryReadKind(string path, out CacheKind kind)
    {
        string text = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        foreach (CacheKind known in Enum.GetValues<CacheKind>())
        {
            kind = known;
            if (text == known.ToString())
                return true;
        }

        kind = default;
        return false;
    }

    private static bool TryReadNumber(string path, out int number)
    {
        number = 0;
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out number) && number > 0;
    }
}
