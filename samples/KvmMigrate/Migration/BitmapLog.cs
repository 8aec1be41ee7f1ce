using System;
using System.Threading;
using KvmMigrate.Guest;
using RingCore.Kvm;

namespace KvmMigrate.Migration;

/// <summary>The kernel's dirty bitmap, all of it each time (<c>KVM_GET_DIRTY_LOG</c>).</summary>
internal sealed class BitmapLog(KvmMachine machine) : IDirtyLog
{
    private readonly ulong[] _words = new ulong[(machine.MemoryOf(SortingGuest.RamSlot).Pages + 63) / 64];

    public long SoftFullExits => 0;

    public void Run(TimeSpan time) => Thread.Sleep(time);

    public Span<ulong> Collect()
    {
        machine.GetDirtyLog(SortingGuest.RamSlot, _words);
        return _words;
    }
}
