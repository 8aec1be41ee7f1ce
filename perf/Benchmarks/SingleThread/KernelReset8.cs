using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Reset of a harvested lap in C, 8-byte entries with a lap in the tag, frames checked against one slot, into a sink that counts.</summary>
internal sealed unsafe class KernelReset8 : IParty
{
    private const uint Tag = (7 << 2) | EntryState.Reset;

    private readonly delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, OneSlot*, ulong> _function;
    private readonly EntryMemory _memory = new(DirtyPageAddress.Bytes);
    private readonly DirtyPage[] _pages;
    private ulong _counted;

    internal KernelReset8(string name, nint function, DirtyPage[] pages)
    {
        _function = (delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, OneSlot*, ulong>)function;
        _pages = pages;
        Name = name;
    }

    public string Name { get; }

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteWords(_pages, Tag);

    public void Run()
    {
        OneSlot slot = new() { Pages = Pages.SlotPages };
        _counted = _function(_memory.Words, Pages.Entries, Tag, &slot);
    }

    public void Check() => Pages.CheckCount(Name, (long)_counted);

    public void Dispose() => _memory.Dispose();

    /// <summary>As in <c>perf/native/include/reset8.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OneSlot
    {
        internal uint Slot;
        internal ulong Base;
        internal ulong Pages;
    }
}
