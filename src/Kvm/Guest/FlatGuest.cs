using System;
using System.Buffers.Binary;

namespace RingCore.Kvm;

/// <summary>Starts vCPUs in flat modes: every segment is all of memory, and no interrupt comes.</summary>
public static class FlatGuest
{
    /// <summary>Pages that the page tables of <see cref="EnterLongMode"/> take: one of each upper level, four that map 2 MiB per entry.</summary>
    public const int PageTablePages = 6;

    private const ulong ProtectionEnabled = 1;
    private const ulong PagingEnabled = 1UL << 31;
    private const ulong ExtensionType = 1 << 4;
    private const ulong PhysicalAddressExtension = 1 << 5;
    private const ulong LongModeEnabled = 1 << 8;
    private const ulong LongModeActive = 1 << 10;
    private const ulong AlwaysOneFlag = 2;

    // Present, writable, and marked as accessed and written already: the processor then has nothing to write into the tables.
    private const ulong TableEntry = 0x23;
    private const ulong LargePageEntry = 0xE3;
    private const ulong LargePageBytes = 2 << 20;
    private const int EntriesPerTable = 512;

    /// <summary>Protected mode, 32-bit, no paging.</summary>
    /// <param name="vcpu">The vCPU.</param>
    /// <param name="registers">Its general registers; <see cref="KvmRegisters.Rip"/> is where it starts, flags need not be set.</param>
    public static void EnterProtectedMode(KvmVcpu vcpu, KvmRegisters registers)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        KvmSystemRegisters system = vcpu.GetSystemRegisters();
        SetSegments(ref system, longMode: false);
        system.Cr0 = ProtectionEnabled | ExtensionType;
        vcpu.SetSystemRegisters(system);
        registers.Rflags |= AlwaysOneFlag;
        vcpu.SetRegisters(registers);
    }

    /// <summary>Long mode, 64-bit, the first 4 GiB mapped one to one by pages of 2 MiB.</summary>
    /// <param name="vcpu">The vCPU.</param>
    /// <param name="registers">Its general registers; <see cref="KvmRegisters.Rip"/> is where it starts, flags need not be set.</param>
    /// <param name="pageTables">Guest address of the tables that <see cref="WritePageTables"/> wrote.</param>
    public static void EnterLongMode(KvmVcpu vcpu, KvmRegisters registers, ulong pageTables)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        KvmSystemRegisters system = vcpu.GetSystemRegisters();
        SetSegments(ref system, longMode: true);
        system.Cr3 = pageTables;
        system.Cr4 = PhysicalAddressExtension;
        system.Cr0 = ProtectionEnabled | ExtensionType | PagingEnabled;
        system.Efer = LongModeEnabled | LongModeActive;
        vcpu.SetSystemRegisters(system);
        registers.Rflags |= AlwaysOneFlag;
        vcpu.SetRegisters(registers);
    }

    /// <summary>Writes the page tables of <see cref="EnterLongMode"/>, which any number of vCPUs can share.</summary>
    /// <param name="memory">Receives them: <see cref="PageTablePages"/> pages.</param>
    /// <param name="address">Guest address of that memory, a multiple of the page size.</param>
    /// <remarks>
    /// AMD's nested paging counts every walk of a guest's page tables as a write to them: in a slot whose dirty pages are logged they show.
    /// </remarks>
    public static void WritePageTables(Span<byte> memory, ulong address)
    {
        Span<byte> tables = memory[..(PageTablePages * GuestMemory.PageBytes)];
        tables.Clear();
        Write(tables, 0, 0, (address + GuestMemory.PageBytes) | TableEntry);
        for (int table = 2; table < PageTablePages; table++)
        {
            Write(tables, 1, table - 2, (address + (ulong)(table * GuestMemory.PageBytes)) | TableEntry);
            for (int entry = 0; entry < EntriesPerTable; entry++)
                Write(tables, table, entry, ((ulong)(((table - 2) * EntriesPerTable) + entry) * LargePageBytes) | LargePageEntry);
        }
    }

    private static void Write(Span<byte> tables, int table, int entry, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(tables[((table * GuestMemory.PageBytes) + (entry * sizeof(ulong)))..], value);

    private static void SetSegments(ref KvmSystemRegisters system, bool longMode)
    {
        KvmSegment code = new() { Limit = uint.MaxValue, Selector = 8, Type = 11, Present = 1, S = 1, G = 1, L = longMode ? (byte)1 : (byte)0, Db = longMode ? (byte)0 : (byte)1 };
        KvmSegment all = new() { Limit = uint.MaxValue, Selector = 16, Type = 3, Present = 1, S = 1, G = 1, Db = 1 };
        system.Cs = code;
        system.Ds = system.Es = system.Fs = system.Gs = system.Ss = all;
    }
}
