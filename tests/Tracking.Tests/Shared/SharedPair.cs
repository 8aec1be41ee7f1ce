using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A producer's side and a collector's side over a real socket, for one thread or two.</summary>
internal sealed unsafe class SharedPair : IDisposable
{
    internal static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    internal static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    internal SharedPair(SharedTrackerOptions? options = null, params ReadOnlySpan<long> slotPages)
    {
        Memory = new SharedTrackedMemory(slotPages.IsEmpty ? [64, 300] : slotPages);
        Tracker = new SharedTracker(Memory, options ?? new SharedTrackerOptions { Entries = 64, ReservedEntries = 8 });
    }

    internal SharedTrackedMemory Memory { get; private set; }

    internal SharedTracker Tracker { get; private set; }

    /// <summary>What the collector has committed: the first 8 bytes of each page.</summary>
    internal Dictionary<ulong, ulong> Committed { get; } = [];

    /// <summary>Attaches a collector.</summary>
    internal SharedRounds NewCollector()
    {
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        Assert.Equal(PeerStatus.Done, Tracker.Attach(here, Long));
        Assert.Equal(SharedOpenStatus.Opened, SharedRounds.Open(there, Long, out SharedRounds? rounds));
        return rounds!;
    }

    /// <summary>Announces, writes and marks a page.</summary>
    internal MarkResult Write(ulong gfn, ulong value)
    {
        Assert.True(Tracker.Intend(gfn));
        Store(gfn, value);
        return Tracker.MarkDirty(gfn);
    }

    /// <summary>Writes a page.</summary>
    internal void Store(ulong gfn, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(Memory.Address(0) + (gfn * TrackedMemory.PageBytes), 8), value);

    /// <summary>What a page holds.</summary>
    internal ulong Load(ulong gfn) =>
        BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(Memory.Address(0) + (gfn * TrackedMemory.PageBytes), 8));

    /// <summary>Copies a round and commits it.</summary>
    /// <returns>Whether the copy was good.</returns>
    internal bool Take(SharedRound round)
    {
        Dictionary<ulong, ulong> copy = [];
        foreach (ulong gfn in round)
            copy[gfn] = BinaryPrimitives.ReadUInt64LittleEndian(round.Read(gfn));
        if (!round.EndCopy())
            return false;
        foreach ((ulong gfn, ulong value) in copy)
            Committed[gfn] = value;
        _ = round.Commit();
        return true;
    }

    /// <summary>Takes rounds until the producer is gone; for a thread of its own.</summary>
    internal RoundWaitStatus TakeAll(SharedRounds rounds)
    {
        RoundWaitStatus status;
        while ((status = rounds.WaitForRound(Long, out SharedRound? round)) == RoundWaitStatus.Ready)
        {
            using (round)
                _ = Take(round!);
        }

        return status;
    }

    /// <summary>Closes a round on a thread of its own.</summary>
    internal OnThread<BoundaryResult> StartBoundary(byte[] note, TimeSpan timeout) => new(() => Tracker.Boundary(note, timeout));

    /// <summary>The producer dies and leaves image and record; its successor takes over.</summary>
    internal void Die(bool losesRecord = false)
    {
        SafeFileHandle image = Duplicate(Memory.Image);
        SafeFileHandle? record = losesRecord ? null : Duplicate(Memory.Record);
        Tracker.Dispose();
        Memory.Dispose();
        Assert.Equal(SharedOpenStatus.Opened, SharedTrackedMemory.Succeed(image, record, out SharedTrackedMemory? memory));
        Memory = memory!;
        Tracker = new SharedTracker(Memory, new SharedTrackerOptions { Entries = 64, ReservedEntries = 8 });
    }

    public void Dispose()
    {
        Tracker.Dispose();
        Memory.Dispose();
    }

    /// <summary>Another descriptor of a region's file, as an heir would have one.</summary>
    internal static SafeFileHandle Duplicate(SharedRegion region) => Duplicate(region.Descriptor);

    internal static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        using (here)
        using (there)
        {
            byte[] one = [1];
            Assert.Equal(PeerStatus.Done, here.Send(one, [file], Long));
            Assert.Equal(PeerStatus.Done, there.Receive(one, out _, out SafeFileHandle[] files, Long));
            return Assert.Single(files);
        }
    }
}
