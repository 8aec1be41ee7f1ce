using System;
using System.Collections.Generic;
using RingCore.Kvm;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>The kernel's ring, asked past this library's own checks.</summary>
internal sealed class KernelSide(KvmSystem system) : ISide
{
    public string Name => "kernel";

    public long LargestRingBytes => system.AcquireReleaseRingBytes;

    public IWriterRing Open(int entries = 256) => new KernelWriter(system, entries);

    /// <summary>
    /// The kernel does not show its batches, but it drops a batch in which a page does not exist. All entries but the page at distance 0 are made to
    /// name such pages: if the one that exists is written again and not reported, its batch was dropped.
    /// </summary>
    public string Coalesce(IReadOnlyList<(uint Slot, int Distance)> entries)
    {
        const ulong Last = IWriterRing.SlotPages - 1;
        using KernelWriter ring = new(system, 256);
        DirtyPage probe = new(1, Last);
        for (int i = 0; i < entries.Count; i++)
        {
            bool isProbe = entries[i] == (1u, 0);
            ring.Write([isProbe ? probe : new DirtyPage(1, (ulong)i)]);
            if (!isProbe)
                ring.SetPage(i, new DirtyPage(entries[i].Slot, Last + (ulong)entries[i].Distance));
            ring.SetFlags(i, EntryState.Reset);
        }

        if (ring.Reset() != entries.Count)
            return "not all reset";
        ring.Write([probe]);
        return ring.Entry(entries.Count).Flags == EntryState.Free ? "together" : "apart";
    }

    public string Enable(ulong bytes)
    {
        using KvmMachine machine = system.CreateMachine();
        return Enable(machine, bytes);
    }

    public string EnableTwice()
    {
        using KvmMachine machine = system.CreateMachine();
        string first = Enable(machine, 4096);
        return first == "accepted" ? Enable(machine, 4096) : first;
    }

    public string EnableAfterVcpu()
    {
        using KvmMachine machine = system.CreateMachine();
        machine.CreateVcpu();
        return Enable(machine, 4096);
    }

    public string ResetWithoutRings()
    {
        using KvmMachine machine = system.CreateMachine();
        return Answer(() => KvmFile.Control(machine.File, KvmCalls.ResetDirtyRings, 0, "reset"), result => $"{result}");
    }

    public string ResetWithoutVcpu()
    {
        using KvmMachine machine = system.CreateMachine(256);
        return Answer(() => KvmFile.Control(machine.File, KvmCalls.ResetDirtyRings, 0, "reset"), result => $"{result}");
    }

    public unsafe string DirtyLogWithRings()
    {
        using LabMachine lab = new(system, 256, vcpus: 1);
        ulong[] words = new ulong[IWriterRing.SlotPages / 64];
        fixed (ulong* bitmap = words)
        {
            KvmDirtyLog log = new() { Slot = 1, Bitmap = (nint)bitmap };
            return Answer(() => KvmFile.Control(lab.Machine.File, KvmCalls.GetDirtyLog, ref log, "log"), _ => "accepted");
        }
    }

    public string Map(RingMapping mapping)
    {
        using KernelWriter ring = new(system, 512);
        ring.Write([new DirtyPage(1, 5)]);
        (int protection, int flags, int bytes) = mapping switch
        {
            RingMapping.SharedReadWrite => (LibC.ProtectRead | LibC.ProtectWrite, LibC.MapShared, 8192),
            RingMapping.SharedReadOnly => (LibC.ProtectRead, LibC.MapShared, 8192),
            RingMapping.FirstPageOnly => (LibC.ProtectRead | LibC.ProtectWrite, LibC.MapShared, 4096),
            RingMapping.Private => (LibC.ProtectRead | LibC.ProtectWrite, LibC.MapPrivate, 8192),
            _ => (LibC.ProtectRead | LibC.ProtectExecute, LibC.MapShared, 8192),
        };
        nint start = ring.Vcpu.MapRing(protection, flags, bytes);
        if (start == LibC.MapFailed)
            return Refusal(KvmException.Last("mmap"));
        KvmDirtyGfn entry = RawEntry.Read(start, 0);
        _ = LibC.munmap(start, (nuint)bytes);
        return $"maps, first entry {entry.Flags} {entry.Slot} {entry.Offset}";
    }

    internal static string Answer(Func<int> call, Func<int, string> result)
    {
        try
        {
            return result(call());
        }
        catch (KvmException refusal)
        {
            return Refusal(refusal);
        }
    }

    private static string Enable(KvmMachine machine, ulong bytes)
    {
        KvmEnableCap enable = new() { Capability = KvmCalls.CapDirtyLogRingAcquireRelease, Argument = bytes };
        return Answer(() => KvmFile.Control(machine.File, KvmCalls.EnableCapability, ref enable, "enable"), _ => "accepted");
    }

    private static string Refusal(KvmException refusal) => refusal.Error switch
    {
        6 => "refused (ENXIO)",
        7 => "refused (E2BIG)",
        22 => "refused (EINVAL)",
        int other => $"refused (errno {other})",
    };
}
