using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>
/// What the ARM64 compiler makes of fences between plain accesses, and of volatile accesses in the same places. No code of the library has the
/// first kind: this is why.
/// </summary>
internal static unsafe class BarrierShapes
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReadsAroundReadBarrier(long* words)
    {
        long first = words[0];
        Volatile.ReadBarrier();
        return first * 3 + words[1];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReadsAroundFullBarrier(long* words)
    {
        long first = words[0];
        Interlocked.MemoryBarrier();
        return first * 3 + words[1];
    }

    /// <summary>The reader of a sequence lock that checks its version again by a plain read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool SequenceLockPlainRecheck(long* version, out long payload)
    {
        long before = Volatile.Read(ref version[0]);
        long copy = version[1];
        Volatile.ReadBarrier();
        bool isUnchanged = version[0] == before;
        payload = copy;
        return isUnchanged;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool SequenceLockVolatileRecheck(long* version, out long payload)
    {
        long before = Volatile.Read(ref version[0]);
        long copy = version[1];
        Volatile.ReadBarrier();
        bool isUnchanged = Volatile.Read(ref version[0]) == before;
        payload = copy;
        return isUnchanged;
    }

    /// <summary>Linux's <c>kvm_dirty_ring_push</c> of 5.11, word for word: payload, write barrier, flag.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void PublishByWriteBarrier(KvmDirtyGfn* entry, uint slot, ulong offset)
    {
        entry->Offset = offset;
        entry->Slot = slot;
        Volatile.WriteBarrier();
        entry->Flags = EntryState.Dirty;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void PublishByVolatileWrite(KvmDirtyGfn* entry, uint slot, ulong offset)
    {
        entry->Offset = offset;
        entry->Slot = slot;
        Volatile.Write(ref entry->Flags, EntryState.Dirty);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong ReadByVolatileRead(KvmDirtyGfn* entry)
    {
        uint flags = Volatile.Read(ref entry->Flags);
        return flags * 31 + entry->Slot;
    }
}
