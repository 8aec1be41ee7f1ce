using System;
using System.Collections.Generic;
using RingCore.Kvm;

namespace RingCore.KvmLab;

/// <summary>The example of docs/kvm.md, which a test compares with this one.</summary>
internal static class DocumentedExample
{
    // mov dword [0x1000000 + 4096 * k], 1 for k = 0, 1, 2; out 0x10, al
    private static readonly byte[] s_image =
    [
        0xC7, 0x05, 0x00, 0x00, 0x00, 0x01, 1, 0, 0, 0, 0xC7, 0x05, 0x00, 0x10, 0x00, 0x01, 1, 0, 0, 0,
        0xC7, 0x05, 0x00, 0x20, 0x00, 0x01, 1, 0, 0, 0, 0xE6, 0x10,
    ];

    public static string? Check(KvmSystem _)
    {
        SortedSet<long> pages = [];
        Run(s_image, (page, content) =>
        {
            if (content[0] == 1)
                pages.Add(page);
        });
        return pages.SetEquals([0, 1, 2]) ? null : $"Pages {string.Join(", ", pages)} were read.";
    }

    private static void Run(byte[] image, PageReader read)
    {
        // example
        using KvmSystem kvm = KvmSystem.Open();
        using GuestMemory code = new(pages: 16);
        using GuestMemory ram = new(pages: 1024);
        using KvmMachine machine = kvm.CreateMachine(ringEntries: 4096);
        machine.SetSlot(0, guestAddress: 0, code, logDirty: false);
        machine.SetSlot(1, guestAddress: 0x100_0000, ram, logDirty: true);
        image.CopyTo(code.Slice(0x1000, image.Length));

        KvmVcpu vcpu = machine.CreateVcpu();
        FlatGuest.EnterProtectedMode(vcpu, new KvmRegisters { Rip = 0x1000 });
        using VcpuThread thread = new(vcpu, machine.Rings, exit => exit.Port != 0x10); // the guest ends by a write to port 0x10
        thread.Resume();

        DirtyBitmap dirty = new(machine.LoggedSlots());
        bool isLast;
        do
        {
            bool hasEnded = thread.WaitForEnd(TimeSpan.FromMilliseconds(10));
            machine.Rings.Harvest(dirty);
            bool isArmed = machine.Rings.Reset().LeftEntries == 0;
            isLast = hasEnded && isArmed;
            if (!isArmed)
                continue; // the pages may not be read yet, and stay in the set
            for (long page = 0; page < ram.Pages; page++)
            {
                if ((dirty.Words(slot: 1)[(int)(page / 64)] >> (int)(page % 64) & 1) != 0)
                    read(page, ram.Page(page));
            }

            dirty.Clear();
        }
        while (!isLast);
        // end
    }

    private delegate void PageReader(long page, ReadOnlySpan<byte> content);
}
