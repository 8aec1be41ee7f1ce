using System.Collections.Generic;
using System.IO;
using System.Linq;
using RingCore.Tests;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class DocumentedExampleTests
{
    [Fact]
    public void The_example_of_the_document_is_the_code_that_runs_here()
    {
        Dictionary<ulong, byte[]> copy = [];
        Run(copy);
        Assert.Equal(42, copy[5][0]);
        Assert.Single(copy);
        string root = Repository.Root;
        string[] code = Between(Path.Combine(root, "tests/Tracking.Tests/DocumentedExampleTests.cs"), "        // example", "        // end");
        string[] document = Between(Path.Combine(root, "docs/tracking.md"), "```csharp", "```");
        Assert.NotEmpty(code);
        Assert.Equal(code.Select(line => line.Length > 8 ? line[8..] : line), document);
    }

    private static void Run(Dictionary<ulong, byte[]> copy)
    {
        // example
        using TrackedMemory memory = new(slotPages: 1024);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        using Writer writer = tracker.OpenWriter();

        // The writer stores first and marks then.
        memory.Address(slot: 0)[5 * TrackedMemory.PageBytes] = 42;
        writer.MarkDirty(gfn: 5);

        // A round: collect, reset, read, commit.
        using CollectedRound collected = tracker.Collect();
        using ReadableRound round = collected.Reset();
        foreach (ulong gfn in round)
            copy[gfn] = round.Read(gfn).ToArray();
        round.Commit();
        // end
    }

    private static string[] Between(string file, string first, string last) =>
        [.. File.ReadAllLines(file).SkipWhile(line => line != first).Skip(1).TakeWhile(line => line != last)];
}
