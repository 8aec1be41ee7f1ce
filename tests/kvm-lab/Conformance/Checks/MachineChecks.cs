using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Kvm;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>Getting vCPUs out of the guest, and what is known then.</summary>
internal static class MachineChecks
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(100);

    public static IEnumerable<(string Name, Func<KvmSystem, string?> Check)> All =>
    [
        ("A kick gets a vCPU out that loops for ever", KickRunning),
        ("A kick before the run is not lost, and counts once", KickBefore),
        ("Other signals do not end a run", OtherSignals),
        ("vCPUs stop and go on a hundred times while the garbage collector works", StopOften),
        ("After a stop, harvest and reset the harvest names every page that has changed", ExactSet),
        ("A machine makes vCPUs after /dev/kvm was closed", OutlivesSystem),
        ("The example of docs/kvm.md runs", DocumentedExample.Check),
    ];

    private static string? KickRunning(KvmSystem system)
    {
        using LabMachine lab = Spinning(system, vcpus: 1);
        KvmVcpu vcpu = lab.Machine.Vcpus[0];
        Task<KvmExit> run = Task.Factory.StartNew(vcpu.Run, TaskCreationOptions.LongRunning);
        Thread.Sleep(30);
        if (run.IsCompleted)
            return "The guest came out by itself.";
        vcpu.Kick();
        return run.Wait(s_longest) && run.Result.Reason == KvmExitReason.Kicked ? null : "The kick did not end the run.";
    }

    private static string? KickBefore(KvmSystem system)
    {
        using LabMachine lab = new(system, 256, vcpus: 1);
        KvmVcpu vcpu = lab.Machine.Vcpus[0];
        lab.SetList(0, [new DirtyPage(1, 5)], 1);
        vcpu.Kick();
        vcpu.Kick();
        (KvmExitReason first, KvmExitReason second) = (vcpu.Run().Reason, vcpu.Run().Reason);
        return (first, second) == (KvmExitReason.Kicked, KvmExitReason.Io) ? null : $"{first}, {second}";
    }

    private static string? OtherSignals(KvmSystem system)
    {
        const int WindowChanged = 28; // SIGWINCH: .NET has a handler for it
        const int TgKill = 234;
        const int GetTid = 186;
        using PosixSignalRegistration handler = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => { });
        using LabMachine lab = Spinning(system, vcpus: 1);
        KvmVcpu vcpu = lab.Machine.Vcpus[0];
        int thread = 0;
        using ManualResetEventSlim isStarted = new();
        Task<KvmExit> run = Task.Factory.StartNew(
            () =>
            {
                thread = (int)LibC.syscall(GetTid, 0, 0, 0);
                isStarted.Set();
                return vcpu.Run();
            },
            TaskCreationOptions.LongRunning);
        isStarted.Wait(s_longest);
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(2);
            _ = LibC.syscall(TgKill, Environment.ProcessId, thread, WindowChanged);
        }

        if (run.IsCompleted)
            return "A signal that is no kick ended the run.";
        vcpu.Kick();
        return run.Wait(s_longest) && run.Result.Reason == KvmExitReason.Kicked ? null : "The kick did not end the run.";
    }

    private static string? StopOften(KvmSystem system)
    {
        using LabMachine lab = Spinning(system, vcpus: 2);
        using VcpuThread first = new(lab.Machine.Vcpus[0], lab.Machine.Rings, _ => true);
        using VcpuThread second = new(lab.Machine.Vcpus[1], lab.Machine.Rings, _ => true);
        for (int i = 0; i < 100; i++)
        {
            first.Resume();
            second.Resume();
            if (i % 10 == 0)
                GC.Collect();
            first.Stop(s_longest);
            second.Stop(s_longest);
            if (lab.Machine.Vcpus[0].GetRegisters().Rip != GuestLayout.Spin)
                return "The guest is not where it loops.";
        }

        return null;
    }

    private static string? ExactSet(KvmSystem system)
    {
        using LabMachine lab = new(system, 4096, vcpus: 1);
        KvmVcpu vcpu = lab.Machine.Vcpus[0];
        DirtyBitmap bitmap = new(lab.Machine.LoggedSlots());
        byte[] copy = lab.Memory(1).Slice(0, (int)lab.Memory(1).Bytes).ToArray();
        uint value = 0;
        FillList();
        using VcpuThread thread = new(vcpu, lab.Machine.Rings, _ =>
        {
            FillList();
            return true;
        });
        for (int round = 0; round < 20; round++)
        {
            thread.Resume();
            Thread.Sleep(2);
            thread.Stop(s_longest);
            lab.Machine.Rings.Harvest(bitmap);
            if (lab.Machine.Rings.Reset().LeftEntries != 0)
                return "Not everything was reset.";
            for (int page = 0; page < IWriterRing.SlotPages; page++)
            {
                Span<byte> before = copy.AsSpan(page * GuestMemory.PageBytes, GuestMemory.PageBytes);
                bool isNamed = (bitmap.Words(1)[page / 64] >> (page % 64) & 1) != 0;
                if (!isNamed && !before.SequenceEqual(lab.Memory(1).Page(page)))
                    return $"Round {round}: page {page} has changed, and no entry names it.";
                lab.Memory(1).Page(page).CopyTo(before);
            }

            bitmap.Clear();
        }

        return null;

        void FillList()
        {
            DirtyPage[] pages = new DirtyPage[200];
            for (int i = 0; i < pages.Length; i++)
                pages[i] = new DirtyPage(1, (ulong)Random.Shared.Next(IWriterRing.SlotPages));
            lab.SetList(0, pages, ++value);
        }
    }

    private static string? OutlivesSystem(KvmSystem _)
    {
        KvmSystem system = KvmSystem.Open();
        using KvmMachine machine = system.CreateMachine(256);
        system.Dispose();
        KvmVcpu vcpu = machine.CreateVcpu();
        return machine.Rings.Reset().Calls == 1 && vcpu.GetRegisters().Rip != 0 ? null : "The machine did not answer.";
    }

    private static LabMachine Spinning(KvmSystem system, int vcpus)
    {
        LabMachine lab = new(system, 256, vcpus);
        foreach (KvmVcpu vcpu in lab.Machine.Vcpus)
            FlatGuest.EnterProtectedMode(vcpu, new KvmRegisters { Rip = GuestLayout.Spin });
        return lab;
    }
}
