using System;
using System.Buffers.Binary;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using RingCore.Kvm;

namespace KvmMigrate.Guest;

/// <summary>
/// A machine whose vCPUs sort one slice of a file each (<c>sort.s</c>): slot 0 has the code and the page tables, slot 1 the memory that they write.
/// </summary>
internal sealed class SortingGuest : IDisposable
{
    /// <summary>The slot that the guest writes.</summary>
    internal const uint RamSlot = 1;

    private const uint CodeSlot = 0;
    private const ulong Code = 0x1000;
    private const ulong PageTables = 0x10_000;
    private const int CodePages = 64;
    private const ulong Ram = 0x100_0000;

    private const int FinishedOffset = 16;
    private const int ScratchOffset = 24;
    private const int LastPassOffset = 32;

    private readonly GuestMemory _code = new(CodePages);
    private readonly GuestSlice[] _slices;

    private SortingGuest(KvmSystem system, GuestSlice[] slices, long ramPages, int ringEntries)
    {
        _slices = slices;
        Memory = new GuestMemory(ramPages);
        Machine = system.CreateMachine(ringEntries);
        Machine.SetSlot(CodeSlot, 0, _code, logDirty: false);
        Machine.SetSlot(RamSlot, Ram, Memory, logDirty: true);
    }

    /// <summary>The machine.</summary>
    internal KvmMachine Machine { get; }

    /// <summary>What the guest writes.</summary>
    internal GuestMemory Memory { get; }

    /// <summary>Makes a guest with its input, ready to run.</summary>
    /// <param name="system">KVM.</param>
    /// <param name="words">The input.</param>
    /// <param name="vcpus">vCPUs, 1 or more; the input has at least a word for each.</param>
    /// <param name="ringEntries">Entries of each dirty ring; 0: none.</param>
    internal static SortingGuest Create(KvmSystem system, ReadOnlySpan<uint> words, int vcpus, int ringEntries)
    {
        GuestSlice[] slices = GuestSlice.Divide(words.Length, vcpus, out long pages);
        SortingGuest guest = new(system, slices, pages, ringEntries);
        Image().CopyTo(guest._code.Slice((long)Code, GuestMemory.PageBytes));
        FlatGuest.WritePageTables(guest._code.Slice((long)PageTables, FlatGuest.PageTablePages * GuestMemory.PageBytes), PageTables);
        foreach (GuestSlice slice in slices)
        {
            MemoryMarshal.AsBytes(words.Slice(slice.FirstWord, slice.Words)).CopyTo(guest.Memory.Slice(slice.Array, slice.Words * sizeof(uint)));
            guest.Write(slice, 0, ReferenceSort.FirstChecksum);
            guest.Write(slice, ScratchOffset, Ram + (ulong)slice.Scratch);
            FlatGuest.EnterLongMode(
                guest.Machine.CreateVcpu(),
                new KvmRegisters { Rip = Code, Rdi = Ram + (ulong)slice.Array, Rsi = (ulong)slice.Words, R8 = Ram + (ulong)slice.Control },
                PageTables);
        }

        return guest;
    }

    /// <summary>Makes a machine of the same shape, its memory empty: what a guest migrates to.</summary>
    internal SortingGuest CreateTarget(KvmSystem system)
    {
        SortingGuest target = new(system, _slices, Memory.Pages, ringEntries: 0);
        foreach (GuestSlice _ in _slices)
            target.Machine.CreateVcpu();
        return target;
    }

    /// <summary>Copies the slot that is not logged: nobody writes there once the guest runs.</summary>
    internal void CopyCodeTo(SortingGuest target) => _code.Slice(0, (int)_code.Bytes).CopyTo(target._code.Slice(0, (int)target._code.Bytes));

    /// <summary>Tells every vCPU to end with the pass that it is in, or the next. While none runs.</summary>
    internal void FinishSoon()
    {
        foreach (GuestSlice slice in _slices)
            Write(slice, LastPassOffset, 1);
    }

    /// <summary>Compares what the vCPUs computed with the same computed here.</summary>
    /// <param name="words">The input.</param>
    /// <returns>Passes of all vCPUs, and what is wrong, or null.</returns>
    internal (long Passes, string? Wrong) Verify(ReadOnlySpan<uint> words)
    {
        long passes = 0;
        foreach (GuestSlice slice in _slices)
        {
            ReferenceSort reference = new(words.Slice(slice.FirstWord, slice.Words));
            ulong done = Read(slice, 8);
            if (Read(slice, FinishedOffset) != 1 || done == 0)
                return (passes, $"vCPU {slice.Number} has not finished.");
            for (ulong pass = 0; pass < done; pass++)
                reference.Pass();
            if (Read(slice, 0) != reference.Checksum)
                return (passes, $"vCPU {slice.Number}: after {done} passes its checksum is {Read(slice, 0):x16}, not {reference.Checksum:x16}.");
            if (!MemoryMarshal.AsBytes(reference.Words).SequenceEqual(Memory.Slice(slice.Array, slice.Words * sizeof(uint))))
                return (passes, $"vCPU {slice.Number}: after {done} passes its array is wrong.");
            passes += (long)done;
        }

        return (passes, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Machine.Dispose();
        Memory.Dispose();
        _code.Dispose();
    }

    private static byte[] Image()
    {
        using Stream image = Assembly.GetExecutingAssembly().GetManifestResourceStream("sort.bin")
            ?? throw new InvalidOperationException("The guest's code is not embedded.");
        byte[] code = new byte[image.Length];
        image.ReadExactly(code);
        return code;
    }

    private void Write(GuestSlice slice, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(Memory.Slice(slice.Control + offset, sizeof(ulong)), value);

    private ulong Read(GuestSlice slice, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(Memory.Slice(slice.Control + offset, sizeof(ulong)));
}
