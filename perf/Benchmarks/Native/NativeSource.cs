using System.Collections.Generic;

namespace RingCore.Benchmarks.Native;

/// <summary>A source of <c>perf/native</c> that becomes one library, so that what one of them lacks does not cost the others.</summary>
/// <param name="File">Below <c>perf/native</c>.</param>
/// <param name="Parties">Whom tables call by its name, for the sentence that says that they are missing.</param>
/// <param name="Packages">Debian packages that it needs besides <c>g++</c>; empty where it needs none.</param>
/// <param name="PkgConfig">Module that <c>pkg-config</c> is asked for, or empty.</param>
/// <param name="Link">What it is linked with.</param>
internal sealed record NativeSource(string File, string Parties, string Packages = "", string PkgConfig = "", params string[] Link)
{
    /// <summary>The peers: other people's queues.</summary>
    internal static IReadOnlyList<NativeSource> Peers { get; } =
    [
        new("peers/ck.c", "ck_ring", "libck-dev"),
        new("peers/rte.cpp", "rte_ring", "dpdk-dev and pkg-config", "libdpdk", "-lrte_ring", "-lrte_eal"),
        new("peers/boost.cpp", "boost spsc_queue", "libboost-dev"),
        new("peers/readerwriterqueue.cpp", "readerwriterqueue", "libreaderwriterqueue-dev"),
    ];

    /// <summary>Our own rings in C.</summary>
    internal static IReadOnlyList<NativeSource> Rings { get; } =
    [
        new("rings/entry16.cpp", "C rings of 16-byte entries"),
        new("rings/entry8.cpp", "C rings of 8-byte entries"),
        new("rings/indexed.cpp", "C indexed rings"),
    ];

    /// <summary>What one thread does, in C.</summary>
    internal static NativeSource HarvestKernels { get; } = new("kernels/harvest.cpp", "C harvests");

    /// <inheritdoc cref="HarvestKernels"/>
    internal static NativeSource PushKernels { get; } = new("kernels/push.cpp", "C pushes");

    /// <inheritdoc cref="HarvestKernels"/>
    internal static NativeSource ResetKernels { get; } = new("kernels/reset.cpp", "C resets");
}
