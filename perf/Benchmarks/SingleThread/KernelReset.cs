using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Reset of a harvested lap in C, 16-byte entries that are freed, into a sink that counts and is compiled in.</summary>
internal sealed unsafe class KernelReset(string name, nint function, DirtyPage[] pages) : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, ulong> _function =
        (delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, ulong>)function;

    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private ulong _counted;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteGfns(pages, EntryState.Reset);

    public void Run() => _counted = _function(_memory.Gfns, Pages.Entries);

    public void Check()
    {
        Pages.CheckCount(Name, (long)_counted);
        _memory.CheckGfnFlags(Name, EntryState.Free);
    }

    public void Dispose() => _memory.Dispose();
}
