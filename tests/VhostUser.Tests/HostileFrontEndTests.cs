using System;
using System.Collections.Generic;
using System.IO.Pipes;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using Xunit;

namespace RingCore.Tests;

/// <summary>A front end that lies: each lie has its refusal, the connection ends, and nothing stays open or mapped.</summary>
[Trait("Category", "Packed")]
public class HostileFrontEndTests
{
    private static readonly SortedDictionary<string, (VhostUserRefusal Refusal, Action<FrontEnd> Lie)> s_lies = new()
    {
        ["version 2"] = (VhostUserRefusal.WrongVersion, front => front.Send(3, [], [], flags: 2)),
        ["an answer for a request"] = (VhostUserRefusal.WrongFlags, front => front.Send(3, [], [], flags: 5)),
        ["flags that there are not"] = (VhostUserRefusal.WrongFlags, front => front.Send(3, [], [], flags: 0x8000_0001)),
        ["a payload of 4 GiB"] = (VhostUserRefusal.WrongSize, front => front.Send(2, [], [], payloadBytes: uint.MaxValue)),
        ["a payload of one byte more than any"] = (VhostUserRefusal.WrongSize, front => front.Send(2, [], [], payloadBytes: 265)),
        ["no payload"] = (VhostUserRefusal.WrongSize, front => front.Send(2, [], [])),
        ["a payload too long"] = (VhostUserRefusal.WrongSize, front => front.Send(2, new byte[9], [])),
        ["a payload that nobody asked for"] = (VhostUserRefusal.WrongSize, front => front.Send(1, new byte[8], [])),
        ["request 0"] = (VhostUserRefusal.UnknownRequest, front => front.Send(0, [], [])),
        ["a request of a feature that is not offered"] = (VhostUserRefusal.UnknownRequest, front => front.Send(6, new byte[8], [])),
        ["request 4294967295"] = (VhostUserRefusal.UnknownRequest, front => front.Send(uint.MaxValue, [], [])),
        ["a feature that is not offered"] = (VhostUserRefusal.FeatureNotOffered, front => front.Ask(VhostUserRequest.SetFeatures, FrontEnd.Bytes(ulong.MaxValue))),
        ["a split ring"] = (VhostUserRefusal.PackedRingNotTaken, front => front.Ask(VhostUserRequest.SetFeatures, FrontEnd.Bytes(1ul << 32))),
        ["a legacy device"] = (VhostUserRefusal.PackedRingNotTaken, front => front.Ask(VhostUserRequest.SetFeatures, FrontEnd.Bytes(1ul << 34))),
        ["a protocol feature that is not offered"] = (VhostUserRefusal.FeatureNotOffered, front => front.Ask(VhostUserRequest.SetProtocolFeatures, FrontEnd.Bytes(2ul))),
        ["a status without the feature"] = (VhostUserRefusal.NotNegotiated, front => Without(front, 8).Ask(VhostUserRequest.SetStatus, FrontEnd.Bytes(1ul))),
        ["a question for the status without the feature"] = (VhostUserRefusal.NotNegotiated, front => Without(front, 8).Ask(VhostUserRequest.GetStatus)),
        ["a status of 9 bits"] = (VhostUserRefusal.ValueOutOfRange, front => Good(front).Ask(VhostUserRequest.SetStatus, FrontEnd.Bytes(256ul))),
        ["a file that nobody needs"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetOwner, [], [front.File])),
        ["nine files"] = (VhostUserRefusal.TooManyFiles, front =>
        {
            byte[] table = FrontEnd.Table((0, 4096, 0, 0));
            front.SendRaw(FrontEnd.Bytes(5u, 1u, (uint)table.Length), Enumerable.Repeat(front.File, 8).ToArray());
            front.SendRaw(table, front.File);
            front.Session.Serve(TimeSpan.Zero);
        }),
        ["no region"] = (VhostUserRefusal.RegionCountOutOfRange, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table())),
        ["nine regions"] = (VhostUserRefusal.RegionCountOutOfRange, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Bytes(9u, 0u))),
        ["half a table"] = (VhostUserRefusal.WrongSize, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Bytes(1u))),
        ["a region less than it says"] = (VhostUserRefusal.WrongSize, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Bytes(1u, 0u), [front.File])),
        ["a region without a file"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, 4096, 0, 0)))),
        ["a region with two files"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, 4096, 0, 0)), [front.File, front.File])),
        ["a second region that overlaps"] = (VhostUserRefusal.RegionsOverlap, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, 4096, 0, 0), (0, 4096, 8192, 0)), [front.File, front.File])),
        ["a second region that is beyond its file"] = (VhostUserRefusal.RegionOutOfRange, front => front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, 4096, 0, 0), (8192, 1 << 24, 8192, 0)), [front.File, front.File])),
        ["queue 2"] = (VhostUserRefusal.QueueOutOfRange, front => front.Ask(VhostUserRequest.SetVringSize, 2, 8)),
        ["queue 4294967295"] = (VhostUserRefusal.QueueOutOfRange, front => front.Ask(VhostUserRequest.GetVringBase, uint.MaxValue, 0)),
        ["a kick for queue 255"] = (VhostUserRefusal.QueueOutOfRange, front => front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x1FFul))),
        ["a size of 0"] = (VhostUserRefusal.SizeOutOfRange, front => front.Ask(VhostUserRequest.SetVringSize, 0, 0)),
        ["a size of 32769"] = (VhostUserRefusal.SizeOutOfRange, front => front.Ask(VhostUserRequest.SetVringSize, 0, 32769)),
        ["a size while the queue runs"] = (VhostUserRefusal.QueueIsStarted, front => Started(front).Ask(VhostUserRequest.SetVringSize, 0, 4)),
        ["an address while the queue runs"] = (VhostUserRefusal.QueueIsStarted, front => Started(front).Ask(VhostUserRequest.SetVringAddress, FrontEnd.Address(0, FrontEnd.UserAddress))),
        ["a base while the queue runs"] = (VhostUserRefusal.QueueIsStarted, front => Started(front).Ask(VhostUserRequest.SetVringBase, 0, 0)),
        ["a second kick"] = (VhostUserRefusal.QueueIsStarted, front => StartedWith(front, FrontEnd.EventFile())),
        ["other features while a queue runs"] = (VhostUserRefusal.QueueIsStarted, front => Started(front).Ask(VhostUserRequest.SetFeatures, FrontEnd.Bytes((ulong)(front.Features | VirtioFeatures.EventIndex)))),
        ["a log"] = (VhostUserRefusal.ValueOutOfRange, front => front.Ask(VhostUserRequest.SetVringAddress, [.. FrontEnd.Bytes(0u, 1u), .. new byte[32]])),
        ["a kick before all else"] = (VhostUserRefusal.QueueIsIncomplete, front => front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x100ul))),
        ["a kick before size and address"] = (VhostUserRefusal.QueueIsIncomplete, front => Good(front).Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x100ul))),
        ["a base beyond the queue"] = (VhostUserRefusal.BaseOutOfRange, front => Kicked(front, 8, 0x8008, FrontEnd.UserAddress)),
        ["descriptors before the memory"] = (VhostUserRefusal.QueueOutsideMemory, front => Kicked(front, 8, 0x8000, FrontEnd.UserAddress - 16)),
        ["descriptors at guest addresses"] = (VhostUserRefusal.QueueOutsideMemory, front => Kicked(front, 8, 0x8000, FrontEnd.GuestAddress)),
        ["descriptors that go beyond the memory"] = (VhostUserRefusal.QueueOutsideMemory, front => Kicked(front, 32768, 0x8000, FrontEnd.UserAddress + FrontEnd.MemoryBytes - 0x1_0000)),
        ["descriptors between 16 bytes"] = (VhostUserRefusal.QueueOutsideMemory, front => Kicked(front, 8, 0x8000, FrontEnd.UserAddress + 8)),
        ["events beyond the memory"] = (VhostUserRefusal.QueueOutsideMemory, front => Kicked(front, 8, 0x8000, FrontEnd.UserAddress + FrontEnd.MemoryBytes - 0x1000)),
        ["a kick file without its number"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x100ul), [front.File])),
        ["a number without its kick file"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0ul))),
        ["a number of 10 bits"] = (VhostUserRefusal.WrongFileCount, front => front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(0x300ul))),
        ["memory for a kick file"] = (VhostUserRefusal.NoEventFile, front => Described(front).Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0ul), [front.File])),
        ["memory for a call file"] = (VhostUserRefusal.NoEventFile, front => front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(0ul), [front.File])),
        ["a pipe for an error file"] = (VhostUserRefusal.NoEventFile, front =>
        {
            using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
            using SafeFileHandle end = new(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
            front.Ask(VhostUserRequest.SetVringError, FrontEnd.Bytes(0ul), [end]);
        }),
        ["an enable without protocol features"] = (VhostUserRefusal.NotNegotiated, front => front.Ask(VhostUserRequest.SetVringEnable, 0, 1)),
        ["an enable of 2"] = (VhostUserRefusal.ValueOutOfRange, front => Good(front).Ask(VhostUserRequest.SetVringEnable, 0, 2)),
    };

    public static TheoryData<string> Lies => new(s_lies.Keys);

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lie_is_refused_by_its_kind_and_leaves_nothing(string lie)
    {
        int before = OpenFiles.CountWithoutGarbage();
        using (FrontEnd front = new())
        {
            s_lies[lie].Lie(front);
            Assert.Equal(ServeStatus.Refused, front.Session.Serve(TimeSpan.Zero));
            Assert.Equal(s_lies[lie].Refusal, front.Session.Refusal);
            while (!front.IsHungUp())
            {
                // answers of before
            }

            Assert.Equal(ServeStatus.Refused, front.Session.Serve(TimeSpan.FromMinutes(4)));
        }

        Assert.Equal(before, OpenFiles.Count());
    }

    [Fact]
    public void Every_refusal_has_a_lie()
    {
        // The two that need a front end of another kind are in MemoryTests; the third in the test below.
        VhostUserRefusal[] elsewhere = [VhostUserRefusal.None, VhostUserRefusal.RegionNotSealed, VhostUserRefusal.RegionNotMapped, VhostUserRefusal.AnswerNotRead];
        Assert.Empty(Enum.GetValues<VhostUserRefusal>().Except(elsewhere).Except(s_lies.Values.Select(lie => lie.Refusal)));
    }

    [Fact]
    public void A_front_end_that_does_not_read_its_answers_is_left()
    {
        using FrontEnd front = new();
        for (int i = 0; i < 1_000_000 && front.Session.Status == ServeStatus.Serving; i++)
            front.Ask(VhostUserRequest.GetFeatures);
        Assert.Equal(VhostUserRefusal.AnswerNotRead, front.Session.Refusal);
    }

    [Fact]
    public void A_front_end_that_dies_anywhere_leaves_nothing()
    {
        int before = OpenFiles.CountWithoutGarbage();
        byte[] table = [.. FrontEnd.Bytes(5u, 1u, 40u), .. FrontEnd.Table((0, 4096, 0, 0))];
        for (int bytes = 0; bytes < table.Length; bytes++)
        {
            using FrontEnd front = new();
            if (bytes > 0)
                front.SendRaw(table.AsSpan(0, bytes), front.File);
            front.Session.Serve(TimeSpan.Zero);
            front.Die();
            Assert.Equal(ServeStatus.FrontEndGone, front.Session.Serve(TimeSpan.Zero));
        }

        Assert.Equal(before, OpenFiles.Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_messages_are_carried_out_or_refused_and_leave_nothing(int seed)
    {
        int before = OpenFiles.CountWithoutGarbage();
        Random random = new(seed);
        uint[] requests = [.. Enum.GetValues<VhostUserRequest>().Select(request => (uint)request), 0, 6, 19, uint.MaxValue];
        long carriedOut = 0;
        HashSet<VhostUserRefusal> seen = [];
        for (int session = 0; session < 400; session++)
        {
            using FrontEnd front = new();
            if (random.Next(3) > 0)
                Good(front);
            while (front.Session.Status == ServeStatus.Serving)
            {
                using SafeFileHandle events = FrontEnd.EventFile();
                Send(front, random, requests[random.Next(requests.Length)], events);
                front.Session.Serve(TimeSpan.Zero);
            }

            carriedOut += front.Session.Messages;
            seen.Add(front.Session.Refusal);
        }

        Assert.True(carriedOut > 800, $"only {carriedOut} messages were carried out");
        Assert.True(seen.Count > 8, $"only {string.Join(", ", seen)}");
        Assert.Equal(before, OpenFiles.Count());
    }

    private static void Send(FrontEnd front, Random random, uint request, SafeFileHandle events)
    {
        byte[] payload = random.Next(8) == 0 ? new byte[random.Next(300)] : request switch
        {
            5 => FrontEnd.Table(Enumerable.Range(0, 1 + random.Next(3)).Select(i => (Number(random), Number(random), Number(random), Number(random))).ToArray()),
            9 => [.. FrontEnd.Bytes((uint)random.Next(3), 0u), .. FrontEnd.Bytes(Number(random), Number(random), Number(random), 0ul)],
            8 or 10 or 11 or 18 => FrontEnd.Bytes((uint)random.Next(3), (uint)Number(random)),
            2 => FrontEnd.Bytes(random.Next(4) > 0 ? (ulong)front.Features : Number(random)),
            16 => FrontEnd.Bytes(random.Next(4) > 0 ? 0x10009 : Number(random)),
            12 or 13 or 14 or 39 => FrontEnd.Bytes((ulong)(random.Next(4) + (random.Next(3) == 0 ? 0x100 : 0))),
            _ => [],
        };
        bool wantsFile = request is 12 or 13 or 14 && (payload.Length < 2 || payload[1] == 0);
        int files = random.Next(10) == 0 ? random.Next(9) : request == 5 && payload.Length > 0 ? payload[0] : wantsFile ? 1 : 0;
        front.Send(request, payload, Enumerable.Repeat(request == 5 ? front.File : events, Math.Min(files, 8)).ToArray(), random.Next(50) == 0 ? (uint)random.Next() : 1 | (uint)(random.Next(2) * 8));
    }

    private static ulong Number(Random random) => random.Next(6) switch
    {
        0 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        1 => (ulong)random.Next(16) * 4096,
        2 => FrontEnd.UserAddress + ((ulong)random.Next(256) * 4096),
        3 => (ulong)random.Next(40000),
        4 => ulong.MaxValue - (ulong)random.Next(8192),
        _ => (ulong)random.Next(3),
    };

    private static FrontEnd Good(FrontEnd front)
    {
        front.Negotiate();
        return front;
    }

    private static FrontEnd Without(FrontEnd front, ulong protocol)
    {
        front.Negotiate(protocol);
        return front;
    }

    private static FrontEnd Described(FrontEnd front)
    {
        front.Negotiate();
        front.Describe(0, 8);
        return front;
    }

    private static FrontEnd Started(FrontEnd front)
    {
        front.Negotiate();
        front.StartQueue(0, 8);
        return front;
    }

    private static void StartedWith(FrontEnd front, SafeFileHandle kick)
    {
        using (kick)
        {
            front.Negotiate();
            front.StartQueue(0, 8, kick);
            front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0ul), [kick]);
        }
    }

    private static void Kicked(FrontEnd front, uint size, uint position, ulong descriptors)
    {
        front.Negotiate();
        front.Describe(0, size, position);
        front.Ask(VhostUserRequest.SetVringAddress, FrontEnd.Address(0, descriptors));
        front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x100ul));
    }
}
