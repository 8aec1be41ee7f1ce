using System;
using System.Diagnostics;
using KvmMigrate.Guest;
using RingCore;
using RingCore.Kvm;

namespace KvmMigrate.Migration;

/// <summary>The vCPUs' dirty rings.</summary>
internal sealed class RingLog(KvmMachine machine) : IDirtyLog
{
    private readonly DirtyBitmap _pages = new(machine.LoggedSlots());
    private bool _isTaken;

    public long SoftFullExits => machine.Rings.SoftFullExits;

    /// <summary>A ring that becomes full is emptied at once, into the same set: its vCPU would wait until the end of the round else.</summary>
    public void Run(TimeSpan time)
    {
        StartAfresh();
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan left = time; left > TimeSpan.Zero; left = time - Stopwatch.GetElapsedTime(start))
        {
            if (machine.Rings.WaitForSoftFull(left))
                HarvestAndReset();
        }
    }

    public Span<ulong> Collect()
    {
        StartAfresh();
        HarvestAndReset();
        _isTaken = true;
        return _pages.Words(SortingGuest.RamSlot);
    }

    private void StartAfresh()
    {
        if (_isTaken)
            _pages.Clear();
        _isTaken = false;
    }

    private void HarvestAndReset()
    {
        machine.Rings.Harvest(_pages);
        KvmResetResult reset = machine.Rings.Reset();
        if (reset.LeftEntries != 0)
            throw new KvmException($"The kernel left {reset.LeftEntries} harvested entries unreset: their pages may not be read.");
    }
}
