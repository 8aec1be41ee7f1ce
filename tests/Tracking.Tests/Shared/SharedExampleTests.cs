using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RingCore.Tests;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class SharedExampleTests
{
    [Fact]
    public void The_examples_of_two_processes_are_the_code_that_runs_here()
    {
        Dictionary<ulong, byte[]> copy = [];
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        using OnThread<int> collector = new(() =>
        {
            Collect(there, SharedPair.Long, copy);
            return copy.Count;
        });
        Assert.Equal(new BoundaryResult(BoundaryStatus.Copied, 1, 1), Produce(here, SharedPair.Long, [7]));
        Assert.Equal(1, collector.Result);
        Assert.Equal(42, copy[5][0]);
    }

    [Theory]
    [InlineData("The producer's process:", "        // producer")]
    [InlineData("The collector's:", "        // collector")]
    public void The_document_shows_them(string heading, string mark)
    {
        string[] code = Between(Path.Combine(Repository.Root, "tests/Tracking.Tests/Shared/SharedExampleTests.cs"), mark, "        // end");
        string[] document = [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs/tracking.md"))
            .SkipWhile(line => line != heading).SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```")];
        Assert.NotEmpty(code);
        Assert.Equal(code.Select(line => line.Length > 8 ? line[8..] : line), document);
    }

    private static BoundaryResult Produce(PeerSocket socket, TimeSpan timeout, byte[] note)
    {
        // producer
        using SharedTrackedMemory memory = new(slotPages: 1024);
        using SharedTracker tracker = new(memory);
        tracker.Attach(socket, timeout);

        // Announce, store, mark. Killed in between, the writer leaves the page to its successor.
        tracker.Intend(gfn: 5);
        memory.Address(slot: 0)[5 * TrackedMemory.PageBytes] = 42;
        tracker.MarkDirty(gfn: 5);

        // Here the pages are consistent: stand still until they are copied, or the time is up.
        BoundaryResult result = tracker.Boundary(note, timeout);
        // end
        return result;
    }

    private static void Collect(PeerSocket socket, TimeSpan timeout, Dictionary<ulong, byte[]> copy)
    {
        // collector
        if (SharedRounds.Open(socket, timeout, out SharedRounds? rounds) != SharedOpenStatus.Opened)
            return;
        using (rounds)
        {
            while (rounds!.WaitForRound(timeout, out SharedRound? round) == RoundWaitStatus.Ready)
            {
                using (round)
                {
                    foreach (ulong gfn in round!)
                        copy[gfn] = round.Read(gfn).ToArray();
                    if (!round.EndCopy())
                        continue; // too late: the producer went on, and the pages come with the next round
                    round.Commit(); // once the copy is where it survives
                }
            }
        }
        // end
    }

    private static string[] Between(string file, string first, string last) =>
        [.. File.ReadAllLines(file).SkipWhile(line => line != first).Skip(1).TakeWhile(line => line != last)];
}
