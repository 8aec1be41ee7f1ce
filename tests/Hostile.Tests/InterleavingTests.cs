using System;
using System.Linq;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Hostile.Tests;

/// <summary>The memory of the stepped rings: an access outside it is seen, and the peer stays where it may write.</summary>
[Trait("Category", "Hostile")]
public sealed unsafe class InterleavingTests : IDisposable
{
    private const int Entries = 16;
    private readonly SteppedMemory _memory = new(Entries);

    public InterleavingTests() => _memory.Renew(0);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void An_access_just_outside_a_region_is_seen()
    {
        foreach (nint region in (nint[])[(nint)_memory.Told, (nint)_memory.Answered, (nint)_memory.Private])
        {
            byte* start = (byte*)region;
            Assert.True(_memory.Holds(start, sizeof(ulong)));
            Assert.True(_memory.Holds(start + _memory.RegionBytes - sizeof(ulong), sizeof(ulong)));
            Assert.False(_memory.Holds(start - sizeof(uint), sizeof(uint)));
            Assert.False(_memory.Holds(start + _memory.RegionBytes - sizeof(uint), sizeof(ulong)));
            Assert.False(_memory.Holds(start + _memory.RegionBytes, sizeof(uint)));
        }
    }

    [Fact]
    public void A_fence_point_outside_the_memory_throws()
    {
        Interleaving.Begin(_memory, new HostilePeer(SteppedDesign.View(RingMode.Indexed, _memory), 1), Entries, oddsInThousand: 0);
        try
        {
            Assert.Throws<OutsideAccessException>(() => SteppedFencePoints.ReadOnce((uint*)(_memory.Told - sizeof(uint))));
            Assert.Throws<OutsideAccessException>(() => SteppedFencePoints.LoadWide512((ulong*)(_memory.Told + _memory.RegionBytes - CacheLine.Bytes + sizeof(ulong))));
        }
        finally
        {
            Interleaving.End();
        }
    }

    [Fact]
    public void A_canary_that_is_written_is_seen()
    {
        _memory.CheckCanaries();
        _memory.Answered[-1] ^= 1;
        Assert.Throws<OutsideAccessException>(_memory.CheckCanaries);
    }

    [Theory]
    [InlineData(nameof(RingMode.Indexed))]
    [InlineData(nameof(RingMode.Plain))]
    public void A_peer_makes_every_move_and_writes_nowhere_but_into_its_region(string name)
    {
        RingMode mode = Enum.Parse<RingMode>(name);
        byte[] told = Bytes(_memory.Told);
        byte[] secret = Bytes(_memory.Private);
        long[] moves = new long[Enum.GetValues<MoveKind>().Length];
        long writes = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            HostilePeer peer = new(SteppedDesign.View(mode, _memory), seed);
            for (int i = 0; i < 200; i++)
                peer.Act();
            for (int kind = 0; kind < moves.Length; kind++)
                moves[kind] += peer.Moves[kind];
            writes += peer.Writes;
        }

        Assert.True(writes > 80_000, $"{writes} writes");
        Assert.Equal(told, Bytes(_memory.Told));
        Assert.Equal(secret, Bytes(_memory.Private));
        _memory.CheckCanaries();
        int possible = mode == RingMode.Indexed ? moves.Length - 10 : moves.Length;
        Assert.Equal(possible, moves.Count(count => count > 0));
    }

    private byte[] Bytes(byte* region) => new ReadOnlySpan<byte>(region, _memory.RegionBytes).ToArray();
}
