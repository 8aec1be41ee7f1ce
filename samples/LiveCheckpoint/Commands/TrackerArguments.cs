using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using RingCore.Layouts;
using RingCore.Tracking;

namespace LiveCheckpoint.Commands;

/// <summary>The options that choose how writes are tracked, and how large the image is: shared by a run and by the children of <c>crash</c>.</summary>
internal sealed class TrackerArguments
{
    private const int ReservedEntries = 64;
    private const int LeastEntries = 128;
    private const int MostEntries = 1 << 20;

    private readonly Option<string> _source = Bounded.Word("--source", "What finds the dirty pages", "auto", "barrier", "protect", "compare");
    private readonly Option<string> _ring = Bounded.Word("--ring", "The design of the rings", "flagged", "indexed", "packed");
    private readonly Option<string> _entry = Bounded.Word("--entry", "Bytes of a ring's entry; 8 with --ring flagged only", "16", "8");

    private readonly Option<long> _entries = Bounded.Number(
        "--entries", "N", $"Entries of each ring, a power of two but with --ring packed; {ReservedEntries} of them are kept in reserve", LeastEntries, MostEntries, 4096);

    private readonly Option<long> _size;

    internal TrackerArguments(long defaultSizeMebibytes) =>
        _size = Bounded.Number("--size", "MIB", "Mebibytes of memory that the database may grow to", 1, 1024, defaultSizeMebibytes);

    internal bool IsSizeGiven(ParseResult result) => result.IsGiven(_size);

    internal string Source(ParseResult result) => result.GetValue(_source)!;

    internal int ImagePages(ParseResult result) => (int)((result.GetValue(_size) << 20) / TrackedMemory.PageBytes);

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _source, _ring, _entry, _entries, _size })
            command.Options.Add(option);
    }

    /// <summary>A sentence about options that are right by themselves and wrong together; null when there are none.</summary>
    internal string? FindConflict(ParseResult result)
    {
        string ring = result.GetValue(_ring)!;
        if (ring != "flagged" && result.GetValue(_entry) == "8")
            return $"--entry 8 is refused with --ring {ring}: the flags that make 8 bytes enough are those of --ring flagged. Allowed: 16.";
        long entries = result.GetValue(_entries);
        if (ring != "packed" && !long.IsPow2(entries))
            return $"--entries {entries} is refused: it must be a power of two from {LeastEntries} to {MostEntries}, or any number with --ring packed.";
        return ring == "packed" && entries > PackedDescriptor.MaxEntries
            ? $"--entries {entries} is refused with --ring packed: it must be a whole number from {LeastEntries} to {PackedDescriptor.MaxEntries}."
            : null;
    }

    /// <summary>A sentence about options that an isolated checkpointer cannot have; null when there are none.</summary>
    internal string? FindConflictOfIsolation(ParseResult result)
    {
        if (Source(result) is not ("auto" or "barrier"))
            return $"--source {Source(result)} is refused with --isolate: the writer tells what it writes. Allowed: barrier.";
        if (result.GetValue(_ring) == "packed")
            return "--ring packed is refused with --isolate: no ring of that design is shared between processes. Allowed: flagged|indexed.";
        return result.GetValue(_entry) == "8" ? "--entry 8 is refused with --isolate: shared rings have entries of 16 bytes." : null;
    }

    internal TrackerOptions Options(ParseResult result) => new()
    {
        Source = result.GetValue(_source) switch
        {
            "barrier" => SourceKind.Barrier,
            "protect" => SourceKind.Protect,
            "compare" => SourceKind.Compare,
            _ => SourceKind.Auto,
        },
        Design = result.GetValue(_ring) switch
        {
            "indexed" => RingDesign.Indexed,
            "packed" => RingDesign.Packed,
            _ => RingDesign.Flagged,
        },
        EntryBytes = result.GetValue(_entry) == "8" ? 8 : 16,
        Entries = (int)result.GetValue(_entries),
        ReservedEntries = ReservedEntries,
    };

    /// <summary>The same options again, as arguments of a child.</summary>
    internal IReadOnlyList<string> Again(ParseResult result) =>
    [
        "--source", result.GetValue(_source)!,
        "--ring", result.GetValue(_ring)!,
        "--entry", result.GetValue(_entry)!,
        "--entries", result.GetValue(_entries).ToString(CultureInfo.InvariantCulture),
        "--size", result.GetValue(_size).ToString(CultureInfo.InvariantCulture),
    ];
}
