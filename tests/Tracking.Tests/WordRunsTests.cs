using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tracking.Tests;

public class WordRunsTests
{
    [Fact]
    public void Cuts_a_run_into_exactly_its_pages_a_word_at_a_time()
    {
        Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (first, pages) =>
        {
            List<int> found = [];
            List<long> words = [];
            WordRuns runs = new((ulong)first, pages);
            while (runs.Next())
            {
                words.Add(runs.Word);
                found.AddRange(Enumerable.Range(0, 64).Where(k => (runs.Mask >> k & 1) != 0).Select(k => (int)(runs.Word * 64) + k));
            }

            return found.SequenceEqual(Enumerable.Range(first, pages)) && words.Distinct().Count() == words.Count;
        }).QuickCheckThrowOnFailure();
    }
}
