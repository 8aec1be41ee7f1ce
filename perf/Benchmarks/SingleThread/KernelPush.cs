using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>A lap of pushes in C, 16-byte entries. The ring is freed between the laps by its reset index.</summary>
internal sealed unsafe class KernelPush : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<Producer*, DirtyPage*, uint, uint> _function;
    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private readonly AlignedBlock _control = new(2 * CacheLine.PaddingBytes, CacheLine.PaddingBytes);
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly Producer* _producer;
    private readonly uint* _reset;
    private uint _pushed;

    internal KernelPush(string name, nint function)
    {
        _function = (delegate* unmanaged[SuppressGCTransition]<Producer*, DirtyPage*, uint, uint>)function;
        Name = name;
        _producer = (Producer*)_control.Start;
        _reset = (uint*)(_control.Start + CacheLine.PaddingBytes);
        *_producer = new Producer
        {
            Entries = _memory.Gfns,
            Mask = Pages.Entries - 1,
            LapShift = (uint)System.Numerics.BitOperations.Log2(Pages.Entries),
            Reset = _reset,
        };
    }

    public string Name { get; }

    public int Entries => Pages.Entries;

    public void Prepare() => CoherentFencePoints.StoreRelease(_reset, (uint)_producer->Published);

    public void Run()
    {
        fixed (DirtyPage* pages = _pages)
            _pushed = _function(_producer, pages, Pages.Entries);
    }

    public void Check()
    {
        Pages.CheckCount(Name, _pushed);
        for (int i = 0; i < Pages.Entries; i++)
        {
            if ((_memory.Gfns[i].Flags & EntryState.Mask) != EntryState.Dirty || _memory.Gfns[i].Offset != _pages[i].Offset)
                throw new System.InvalidOperationException($"{Name}: entry {i} is not page {_pages[i].Offset}, published.");
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _control.Dispose();
    }

    /// <summary><c>Producer16</c> of <c>perf/native/include/push16.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Producer
    {
        internal KvmDirtyGfn* Entries;
        internal uint Mask;
        internal uint LapShift;
        internal uint* Reset;
        internal uint* Avail;
        internal uint* Fetch;
        internal ulong Published;
        internal ulong Limit;
        internal ulong FreeUntil;
        internal uint Flags;
    }
}
