using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>The accesses of one operation, with the names that the protocol's comments use.</summary>
internal static unsafe class Transcript
{
    /// <summary>
    /// Runs an operation and returns what went through the door, in order: "StoreRelease entry 0 flags". Flushes of nothing are left out.
    /// </summary>
    public static string[] Of(RingMemory memory, Action operation) =>
        Record(operation).Where(access => access.Address == 0 || access.Bytes > 0)
            .Select(access => $"{access.Operation} {Name(memory, access)}".TrimEnd()).ToArray();

    /// <summary>The accesses as they were made.</summary>
    public static List<Access> Record(Action operation)
    {
        List<Access> log = [];
        ProbedFencePoints.Log = log;
        try
        {
            operation();
        }
        finally
        {
            ProbedFencePoints.Log = null;
        }

        return log;
    }

    private static string Name(RingMemory memory, Access access)
    {
        if (access.Address == 0)
            return "";
        if (access.Address == (nint)memory.Words.Avail)
            return "avail";
        if (access.Address == (nint)memory.Words.Fetch)
            return "fetch";
        if (access.Address == (nint)(&memory.Control->Reset))
            return "reset";
        if (access.Address == (nint)(&memory.Control->CollectorWaits))
            return "collectorWaits";
        if (access.Address == (nint)(&memory.Control->ProducerWaits))
            return "producerWaits";
        nint offset = access.Address - (nint)memory.Entries;
        if (offset < 0 || offset + access.Bytes > memory.Geometry.Bytes)
            throw new InvalidOperationException($"{access} is outside the ring.");
        (nint entry, nint within) = (offset / memory.Geometry.EntryBytes, offset % memory.Geometry.EntryBytes);
        if (access.Bytes % memory.Geometry.EntryBytes == 0 && within == 0)
            return access.Bytes == memory.Geometry.EntryBytes ? $"entry {entry}" : $"entries {entry}+{access.Bytes / memory.Geometry.EntryBytes}";
        string field = ((int)within, access.Bytes) switch
        {
            (PackedDescriptor.AddressOffset, 8) when memory.Ring is PackedRing<ProbedFencePoints> => "address",
            (PackedDescriptor.LengthOffset, 8) when memory.Ring is PackedRing<ProbedFencePoints> => "length, id and flags",
            (PackedDescriptor.IdAndFlagsOffset, 4) when memory.Ring is PackedRing<ProbedFencePoints> => "id and flags",
            (KvmDirtyGfn.FlagsOffset, 4) => "flags",
            (KvmDirtyGfn.FlagsOffset, 8) => "flags and slot",
            (KvmDirtyGfn.SlotOffset, 4) => "slot",
            (KvmDirtyGfn.OffsetOffset, 8) => "offset",
            _ => throw new InvalidOperationException($"{access} is no field of an entry."),
        };
        return $"entry {entry} {field}";
    }
}
