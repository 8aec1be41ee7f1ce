using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Which strategy harvests on this machine: the fastest that the processor has, chosen once, unless the environment names one.</summary>
public static unsafe class Harvester
{
    /// <summary>The environment variable that forces a strategy: <c>scalar</c>, <c>vector128</c>, <c>avx2</c> or <c>avx512</c>. Read once.</summary>
    public const string EnvironmentVariable = "RINGCORE_FORCE_HARVESTER";

    /// <summary>Entries of the widest block: a harvest of fewer is scalar whichever the strategy, and saves the call.</summary>
    internal const int WidestBlockEntries = 8;

    // Read-only statics: the JIT folds them in tier 1, and the switches below with them.
    private static readonly string? s_refusal = Choose(Environment.GetEnvironmentVariable(EnvironmentVariable), out s_selected);
    private static readonly HarvesterKind s_selected;

    /// <summary>The strategy that the rings of this process use.</summary>
    /// <exception cref="PlatformNotSupportedException">The environment names a strategy that does not exist or that this processor lacks.</exception>
    public static HarvesterKind Selected => s_refusal is null ? s_selected : throw new PlatformNotSupportedException(s_refusal);

    /// <summary>Whether this processor can run a strategy.</summary>
    public static bool IsSupported(HarvesterKind kind) => kind switch
    {
        HarvesterKind.Scalar => true,
        HarvesterKind.Vector128 => Vector128.IsHardwareAccelerated,
        HarvesterKind.Avx2 => Avx2.IsSupported,
        HarvesterKind.Avx512 => Avx512F.IsSupported,
        _ => false,
    };

    /// <summary>Chooses by name, or the fastest where there is none.</summary>
    /// <returns>Null, or the sentence that refuses the name.</returns>
    internal static string? Choose(string? name, out HarvesterKind kind)
    {
        kind = HarvesterKind.Avx512;
        if (string.IsNullOrEmpty(name))
        {
            while (!IsSupported(kind))
                kind--;
            return null;
        }

        // Names only: Enum.TryParse would take numbers and lists too.
        foreach (HarvesterKind known in Enum.GetValues<HarvesterKind>())
        {
            kind = known;
            if (name.Equals(known.ToString(), StringComparison.OrdinalIgnoreCase))
                return IsSupported(known) ? null : $"{EnvironmentVariable}={name}: this processor does not have {known}.";
        }

        return $"{EnvironmentVariable}={name}: the harvesters are scalar, vector128, avx2 and avx512.";
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Take<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
        => s_selected switch
        {
            HarvesterKind.Avx512 => Avx512Harvester.Take<TFence, TStep>(entries, count, lap, pages),
            HarvesterKind.Avx2 => Avx2Harvester.Take<TFence, TStep>(entries, count, lap, pages),
            HarvesterKind.Vector128 => Vector128Harvester.Take<TFence, TStep>(entries, count, lap, pages),
            _ => ScalarHarvester.Take<TFence, TStep>(entries, count, lap, pages),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Take<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, ulong* addresses)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        if (!TFence.OrdersWideAccesses || (nuint)entries % 16 == 0)
            return TakeBlocks<TFence, TStep>(entries, count, lap, addresses);
        // What is atomic is an aligned part: the first entry alone, the others from there.
        int first = ScalarHarvester.Take<TFence, TStep>(entries, Math.Min(count, 1), lap, addresses);
        return first == 0 ? 0 : first + TakeBlocks<TFence, TStep>(entries + 1, count - 1, lap, addresses + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeBlocks<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, ulong* addresses)
        where TFence : IFencePoints
        where TStep : IEntryStep
        => s_selected switch
        {
            HarvesterKind.Avx512 => Avx512Harvester.Take<TFence, TStep>(entries, count, lap, addresses),
            HarvesterKind.Avx2 => Avx2Harvester.Take<TFence, TStep>(entries, count, lap, addresses),
            HarvesterKind.Vector128 => Vector128Harvester.Take<TFence, TStep>(entries, count, lap, addresses),
            _ => ScalarHarvester.Take<TFence, TStep>(entries, count, lap, addresses),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        switch (s_selected)
        {
            case HarvesterKind.Avx512:
                Avx512Harvester.Copy<TFence>(entries, count, pages);
                break;
            case HarvesterKind.Avx2:
                Avx2Harvester.Copy<TFence>(entries, count, pages);
                break;
            case HarvesterKind.Vector128:
                Vector128Harvester.Copy<TFence>(entries, count, pages);
                break;
            default:
                ScalarHarvester.Copy<TFence>(entries, count, pages);
                break;
        }
    }
}
