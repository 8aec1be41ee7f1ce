using System;
using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Fp = RingCore.Tracking.Tests.DelegatingFencePoints<RingCore.Tracking.Tests.Stopping>;

namespace RingCore.Tracking.Tests;

/// <summary>
/// The producer is killed before each of its accesses in turn, its successor before each of its own, and what the next one finds must have
/// every page that is in no committed round.
/// </summary>
public unsafe class KilledProducerTests(ITestOutputHelper output)
{
    private readonly int[] _versions = new int[MortalProducer.Pages];
    private readonly int[] _committed = new int[MortalProducer.Pages];

    public static TheoryData<string> Stories =>
    [
        "w10+1", "w60+9", "w4090+20 s3 s8", "w10+3 c", "w10+3 w4000+9 v w11+1 c", "w10+3 c w11+3 s2 w11+1 c", "w10+5/2 w10+1", "w62+4/1 c",
        "w10+9 s4 k w12+3 c", "w10+2 v k c", "w10+2 s2 w10+1 s1 v w4100+3 v c", "w0+70 c w5+1 k s1", "m10+9 w15+3 c",
    ];

    [Theory]
    [MemberData(nameof(Stories))]
    public void Nothing_is_lost_wherever_producer_and_successor_are_killed(string story)
    {
        long kills = 0;
        long access = 0;
        using Words words = new(MortalProducer.RecordWords);
        using Words left = new(words.Count);
        for (bool isKilled = true; isKilled; access++)
        {
            isKilled = Kill(words, access, () => Tell(words, story));
            AssertNothingLost(words, $"'{story}', killed before access {access}");
            new ReadOnlySpan<ulong>(words.Start, (int)words.Count).CopyTo(new Span<ulong>(left.Start, (int)left.Count));
            bool isSuccessorKilled = true;
            for (long second = 0; isSuccessorKilled; second++)
            {
                new ReadOnlySpan<ulong>(left.Start, (int)left.Count).CopyTo(new Span<ulong>(words.Start, (int)words.Count));
                isSuccessorKilled = Stopping.StopsAt(second, () => Successor(words).Dispose());
                AssertNothingLost(words, $"'{story}', killed before access {access}, its successor before its {second}");
                kills++;
            }

            using MortalProducer last = Successor(words);
            last.Round(commits: true);
            Assert.Equal(_versions, _committed);
        }

        output.WriteLine($"{access} places to kill the producer at, {kills} with its successor's, pages lost 0");
    }

    /// <summary>Where the whole run from end to end leaves nothing behind, the invariant is not kept by keeping everything.</summary>
    [Fact]
    public void A_record_of_committed_rounds_is_empty()
    {
        using Words words = new(MortalProducer.RecordWords);
        Tell(words, "w10+3 w4000+9 s4 c");
        for (long page = 0; page < MortalProducer.Pages; page++)
            Assert.False(new TrackerRecord<Fp>((byte*)words.Start, MortalProducer.Pages).Has(page));
    }

    private bool Kill(Words words, long access, Action life)
    {
        new Span<ulong>(words.Start, (int)words.Count).Clear();
        Array.Clear(_versions);
        Array.Clear(_committed);
        return Stopping.StopsAt(access, life);
    }

    private void AssertNothingLost(Words words, string when)
    {
        // Killed before there was a record, and so before the first write.
        if (!TrackerRecord<Fp>.IsRecord((byte*)words.Start, MortalProducer.Pages))
        {
            Assert.All(_versions, version => Assert.Equal(0, version));
            return;
        }

        long lost = MortalProducer.Lost((byte*)words.Start, _versions, _committed);
        Assert.True(lost < 0, $"Page {lost} is lost: {when}.");
    }

    private MortalProducer Successor(Words words) => new((byte*)words.Start, _versions, _committed);

    // w: write gfn+pages[/marked], m: mark, s: serve so many entries, c: a round that is committed, v: one that is not, k: another collector.
    private void Tell(Words words, string story)
    {
        using MortalProducer producer = Successor(words);
        foreach (string step in story.Split(' '))
        {
            int[] numbers = [.. step[1..].Split('+', '/').Where(n => n.Length > 0).Select(int.Parse)];
            switch (step[0])
            {
                case 'w':
                    producer.Write((ulong)numbers[0], numbers[1], numbers[^1] == numbers[1] || numbers.Length < 3 ? numbers[1] : numbers[2]);
                    break;
                case 'm':
                    producer.Mark((ulong)numbers[0], numbers[1]);
                    break;
                case 's':
                    producer.Serve(numbers[0]);
                    break;
                case 'k':
                    producer.ReplaceCollector();
                    break;
                default:
                    producer.Round(commits: step[0] == 'c');
                    break;
            }
        }
    }
}
