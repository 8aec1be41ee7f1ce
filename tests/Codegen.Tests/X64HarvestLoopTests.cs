using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// What the loops over many entries load and store, in tier-1 code of this machine's JIT: each block once, by the widest registers, and nothing else.
/// </summary>
[Trait("Category", "Codegen")]
public class X64HarvestLoopTests
{
    private const string Portable = "CoherentFencePoints";
    private const string X64 = "X64FencePoints";

    /// <summary>Both fence points with both states.</summary>
    public static TheoryData<string, string> Rings => new()
    {
        { Portable, "KvmStates" }, { Portable, "LapStates" }, { X64, "KvmStates" }, { X64, "LapStates" },
    };

    [X64Theory(HarvesterKind.Vector128)]
    [MemberData(nameof(Rings))]
    public void Vector128_takes_two_entries_at_a_time(string fence, string states) => TakesBlocks("Vector128", "xmmword", 2, 2, fence, states);

    [X64Theory(HarvesterKind.Avx2)]
    [MemberData(nameof(Rings))]
    public void Avx2_takes_four_entries_at_a_time(string fence, string states) => TakesBlocks("Avx2", "ymmword", 4, 4, fence, states);

    [X64Theory(HarvesterKind.Avx512)]
    [MemberData(nameof(Rings))]
    public void Avx512_takes_eight_entries_at_a_time(string fence, string states) => TakesBlocks("Avx512", "zmmword", 8, 8, fence, states);

    [X64Theory(HarvesterKind.Vector128)]
    [InlineData("Vector128", "xmmword")]
    public void Vector128_copies_by_one_load_and_one_store(string harvester, string width) => Copies(harvester, width);

    [X64Theory(HarvesterKind.Avx2)]
    [InlineData("Avx2", "ymmword")]
    public void Avx2_copies_by_one_load_and_one_store(string harvester, string width) => Copies(harvester, width);

    [X64Theory(HarvesterKind.Avx512)]
    [InlineData("Avx512", "zmmword")]
    public void Avx512_copies_by_one_load_and_one_store(string harvester, string width) => Copies(harvester, width);

    [X64Theory(HarvesterKind.Avx512)]
    [MemberData(nameof(Rings))]
    public void Runs_are_counted_by_loads_alone(string fence, string states)
    {
        (MethodCode gfns, MethodCode addresses) = BothLayouts(@$"RunCounter:Count\[RingCore\.{fence},RingCore\.ResetStep`1\[RingCore\.{states}\]", "zmmword");
        int acquires = fence == Portable ? 1 : 0;
        Has(gfns, "zmmword", loads: 2, stores: 0, otherLoads: acquires, otherStores: 0);
        Has(addresses, "zmmword", loads: 1, stores: 0, otherLoads: acquires, otherStores: 0);
    }

    [X64Theory(HarvesterKind.Avx512)]
    [MemberData(nameof(Rings))]
    public void Lines_are_published_by_one_store_and_the_marks_that_the_portable_form_needs(string fence, string states)
    {
        MethodCode publish = Compilers.X64.Method($"GfnEntry`1[RingCore.{states}]:Publish[RingCore.{fence}]");
        Has(publish.BareLoops().Wide("zmmword"), "zmmword", loads: 1, stores: 1, otherLoads: 0, otherStores: fence == Portable ? 4 : 0);
    }

    [X64Theory(HarvesterKind.Avx512)]
    [InlineData("HarvestStep", 2, 8)]
    [InlineData("ResetStep", 2, 0)]
    [Trait("Category", "Packed")]
    public void Packed_entries_are_taken_eight_at_a_time(string step, int stores, int marks) => Has(
        PackedLoop("TakeWide", step, "zmmword"), "zmmword", loads: 2, stores, otherLoads: 1, otherStores: marks);

    [X64Theory(HarvesterKind.Vector128)]
    [InlineData("HarvestStep", 2, 2)]
    [InlineData("ResetStep", 2, 0)]
    [Trait("Category", "Packed")]
    public void Packed_entries_are_taken_two_at_a_time(string step, int stores, int marks) => Has(
        PackedLoop("TakeNarrow", step, "xmmword"), "xmmword", loads: 2, stores, otherLoads: 1, otherStores: marks);

    [X64Theory(HarvesterKind.Avx512)]
    [InlineData("CountRun")]
    [Trait("Category", "Packed")]
    public void Packed_runs_are_counted_by_loads_alone(string method) =>
        Has(PackedLoop(method, "ResetStep", "zmmword"), "zmmword", loads: 2, stores: 0, otherLoads: 1, otherStores: 0);

    [X64Theory(HarvesterKind.Avx512)]
    [InlineData("PackedEntry:Publish[RingCore.CoherentFencePoints]")]
    [Trait("Category", "Packed")]
    public void Packed_lines_are_published_by_one_store_and_the_states(string method) =>
        Has(Compilers.X64.Method(method).BareLoops().Wide("zmmword"), "zmmword", loads: 1, stores: 1, otherLoads: 0, otherStores: 4);

    [X64Theory(HarvesterKind.Avx512)]
    [InlineData("PageRun:Length(")]
    public void A_run_is_measured_by_two_loads_for_four_pages(string method) =>
        Has(Compilers.X64.Method(method).BareLoops().Wide("zmmword"), "zmmword", loads: 2, stores: 0, otherLoads: 0, otherStores: 0);

    // The sink's count and the cursor.
    [X64Theory]
    [InlineData("Coalescer:HandOutEach[", 2)]
    public void Pages_that_lie_apart_are_handed_out_in_registers(string method, int stores) =>
        Assert.All(Compilers.X64.Method(method).BareLoops(), loop => Assert.True(loop.Stores() <= stores, $"{loop.Name}\n{loop}"));

    private static void TakesBlocks(string harvester, string width, int gfnsPerBlock, int addressesPerBlock, string fence, string states)
    {
        bool isPortable = fence == Portable;
        int acquires = isPortable ? 1 : 0;
        (MethodCode gfns, MethodCode addresses) = BothLayouts(Take("HarvestStep"), width);
        // Payloads out, and marks: by the same wide registers under the x64 axioms, state by state otherwise. Of a page address the rest of the
        // word is stored with the state, for which it is loaded again.
        Has(gfns, width, loads: 2, stores: isPortable ? 2 : 4, otherLoads: acquires, otherStores: isPortable ? gfnsPerBlock : 0);
        Assert.Equal(isPortable ? gfnsPerBlock : 0, gfns.Stores("dword"));
        Has(addresses, width, loads: 1, stores: isPortable ? 1 : 2, otherLoads: isPortable ? 1 + addressesPerBlock : 0, otherStores: isPortable ? addressesPerBlock : 0);

        (gfns, addresses) = BothLayouts(Take("ResetStep"), width);
        Has(gfns, width, loads: 2, stores: 2, otherLoads: acquires, otherStores: 0);
        Has(addresses, width, loads: 1, stores: 1, otherLoads: acquires, otherStores: 0);

        string Take(string step) => @$"{harvester}Harvester:Take\[RingCore\.{fence},RingCore\.{step}`1\[RingCore\.{states}\]";
    }

    private static MethodCode PackedLoop(string method, string step, string width) => Compilers.X64
        .Method($"PackedBlocks:{method}[RingCore.CoherentFencePoints,RingCore.{step}`1[RingCore.PackedStates]]").BareLoops().Wide(width);

    private static void Copies(string harvester, string width)
    {
        foreach (string fence in new[] { Portable, X64 })
        {
            MethodCode copy = Compilers.X64.Method($"{harvester}Harvester:Copy[RingCore.{fence}]");
            Has(copy.BareLoops().Wide(width), width, loads: 1, stores: 1, otherLoads: 0, otherStores: 0);
        }
    }

    /// <summary>The wide loops over 16-byte and over 8-byte entries. The JIT prints one name for both: two loads a block tell the first.</summary>
    private static (MethodCode Gfns, MethodCode Addresses) BothLayouts(string pattern, string width)
    {
        List<MethodCode> loops = [.. Compilers.X64.Methods(pattern).Select(method => method.BareLoops().Wide(width)).OrderByDescending(loop => loop.Loads(width))];
        Assert.True(loops.Count == 2, $"{loops.Count} methods match {pattern}");
        return (loops[0], loops[1]);
    }

    private static void Has(MethodCode loop, string width, int loads, int stores, int otherLoads, int otherStores)
    {
        (int, int, int, int) found = (loop.Loads(width), loop.Stores(width), loop.Loads() - loop.Loads(width), loop.Stores() - loop.Stores(width));
        Assert.True(
            found.Item1 == loads && found.Item2 == stores && found.Item3 <= otherLoads && found.Item4 == otherStores,
            $"{loop.Name}: (wide loads, wide stores, other loads, other stores) = {found}, wanted {(loads, stores, otherLoads, otherStores)}\n{loop}");
    }
}
