using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>As <see cref="KernelReset"/>, with a lap in the flags: nothing is written.</summary>
internal sealed unsafe class KernelLapReset(string name, nint function, DirtyPage[] pages) : IParty
{
    private const uint Flags = (7 << 2) | EntryState.Reset;

    private readonly delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, ulong> _function =
        (delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, ulong>)function;

    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private ulong _counted;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteGfns(pages, Flags);

    public void Run() => _counted = _function(_memory.Gfns, Pages.Entries, Flags);

    public void Check() => Pages.CheckCount(Name, (long)_counted);

    public void Dispose() => _memory.Dispose();
}
