using System;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Hostile.Tests;

/// <summary>The oracle sees each way in which a reset can do what no peer may bring it to do.</summary>
[Trait("Category", "Hostile")]
public class PageOracleTests
{
    private const int Entries = 8;

    [Fact]
    public void Pages_in_their_order_each_once_are_what_it_wants()
    {
        PageOracle oracle = Pushed(payloadIsTrusted: true, 3, 4, 5, 399);
        Reset(oracle, 3, 0b111);
        Reset(oracle, 399, 1);
        Assert.Equal(4, oracle.PagesReset);
        Assert.Equal(0, oracle.InRing);
    }

    [Fact]
    public void A_page_before_its_turn_is_seen() =>
        Assert.Throws<OracleException>(() => Reset(Pushed(payloadIsTrusted: true, 3, 100), 100, 1));

    [Fact]
    public void A_page_that_was_not_pushed_is_seen() =>
        Assert.Throws<OracleException>(() => Reset(Pushed(payloadIsTrusted: true, 3, 4), 3, 0b101));

    [Fact]
    public void A_page_that_comes_again_is_seen()
    {
        PageOracle oracle = Pushed(payloadIsTrusted: true, 3, 100);
        Reset(oracle, 3, 1);
        Assert.Throws<OracleException>(() => Reset(oracle, 3, 1));
    }

    [Fact]
    public void More_pages_than_were_pushed_are_seen()
    {
        Assert.Throws<OracleException>(() => Reset(Pushed(payloadIsTrusted: true, 3), 3, 0b11));
        Assert.Throws<OracleException>(() => Reset(Pushed(payloadIsTrusted: false, 3), 3, 0b11));
    }

    [Theory]
    [InlineData(0u, 0ul)] // no slot
    [InlineData(1u, HostilePages.PagesPerSlot)]
    [InlineData(1u, ulong.MaxValue)]
    public void A_page_that_does_not_exist_is_seen(uint slot, ulong offset)
    {
        foreach (bool payloadIsTrusted in (bool[])[true, false])
        {
            PageOracle oracle = Pushed(payloadIsTrusted, 3);
            Assert.Throws<OracleException>(() => oracle.ResetPages(slot, offset, 1));
        }
    }

    [Fact]
    public void A_mask_that_overflows_its_offset_is_seen() =>
        Assert.Throws<OracleException>(() => Pushed(payloadIsTrusted: false, 3, 4).ResetPages(1, ulong.MaxValue, 0b10));

    [Fact]
    public void Without_a_trusted_payload_another_page_that_exists_is_a_lie_that_is_counted()
    {
        PageOracle oracle = Pushed(payloadIsTrusted: false, 3, 4);
        oracle.ResetPages(1, 4, 1);
        oracle.ResetPages(1, 100, 1);
        oracle.EndReset(new ResetResult(ResetStatus.Complete, 2, 0));
        Assert.Equal(1, oracle.LiesInRange);
    }

    [Fact]
    public void An_answer_that_is_not_what_the_sink_got_is_seen()
    {
        PageOracle oracle = Pushed(payloadIsTrusted: true, 3, 4);
        oracle.ResetPages(1, 3, 0b11);
        Assert.Throws<OracleException>(() => oracle.EndReset(new ResetResult(ResetStatus.Complete, 1, 0)));
    }

    [Fact]
    public void A_write_to_a_marked_page_is_silent_and_the_first_after_its_reset_is_not()
    {
        PageOracle oracle = new(Entries, payloadIsTrusted: true);
        Assert.True(oracle.Write(3));
        Assert.False(oracle.Write(3));
        oracle.Push(3);
        oracle.EndPush(1, 1);
        Assert.False(oracle.Write(3));
        Reset(oracle, 3, 1);
        Assert.True(oracle.Write(3));
    }

    [Fact]
    public void A_successor_is_told_what_is_marked_and_what_only_the_hostile_peer_was_told()
    {
        PageOracle oracle = Pushed(payloadIsTrusted: true, 3, 4, 200);
        Reset(oracle, 3, 1);
        Assert.Equal([3, 4, 200], oracle.BeginAttachment());
        Assert.Equal(0, oracle.InRing);
    }

    private static PageOracle Pushed(bool payloadIsTrusted, params ReadOnlySpan<int> pages)
    {
        PageOracle oracle = new(Entries, payloadIsTrusted);
        foreach (int page in pages)
        {
            Assert.True(oracle.Write(page));
            oracle.Push(page);
        }

        oracle.EndPush(pages.Length, pages.Length);
        return oracle;
    }

    private static void Reset(PageOracle oracle, int page, ulong mask)
    {
        DirtyPage first = HostilePages.At(page);
        oracle.ResetPages(first.Slot, first.Offset, mask);
        oracle.EndReset(new ResetResult(ResetStatus.Complete, System.Numerics.BitOperations.PopCount(mask), 0));
    }
}
