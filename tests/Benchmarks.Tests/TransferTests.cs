using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Benchmarks.Transfer;
using Xunit;

namespace RingCore.Tests;

/// <summary>What the transfers of references and the broadcast ring's claim: a party checks its sum and its losses itself, and throws.</summary>
public class TransferTests
{
    private const int Capacity = 512;
    private const long Items = (20 * Capacity) + 77;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Fact]
    public Task Every_competitor_of_references_moves_them_all() => MovesAll(Field.References(Capacity));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Every_competitor_of_a_broadcast_gives_each_reader_all(int readers) => MovesAll(Field.Broadcast(Capacity, readers));

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public async Task A_producer_that_is_held_loses_nothing_and_counts_what_was_sent(int batch)
    {
        using BroadcastTransfer transfer = new(Capacity, readers: 2, batch, isHeld: true);
        await Move(transfer, Items);
        Assert.Equal((0, 2 * Items), (transfer.Lost, transfer.Sent));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void What_a_producer_that_is_not_held_overwrites_is_counted(int batch)
    {
        using BroadcastTransfer transfer = new(Capacity, readers: 1, batch, isHeld: false);
        TransferParty party = new(transfer);
        for (int turn = 1; turn <= 2; turn++)
        {
            party.Produce(Items);
            party.Consume(Items);
            Assert.Equal(turn * (Items - (Capacity / 2)), transfer.Lost); // a lapped reader goes on half a ring behind
        }
    }

    private static async Task MovesAll(Field field)
    {
        using (field)
        {
            Assert.Equal(field.All.Count, field.All.Select(competitor => competitor.Name).Distinct().Count());
            foreach (ITransfer competitor in field.All)
            {
                // Two turns: the second one begins with what the first one left.
                await Move(competitor, Items);
                await Move(competitor, Capacity + 1);
            }
        }
    }

    private static Task Move(ITransfer transfer, long items)
    {
        TransferParty party = new(transfer);
        return Task.WhenAll(OnThread(() => party.Produce(items)), OnThread(() => party.Consume(items))).WaitAsync(s_limit);
    }

    private static Task OnThread(Action side) => Task.Factory.StartNew(side, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
