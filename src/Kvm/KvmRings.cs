using System;
using System.Linq;
using System.Threading;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;

namespace RingCore.Kvm;

/// <summary>
/// The dirty rings of all vCPUs of a machine: harvest, then reset, then read the pages. One thread at a time harvests and resets.
/// </summary>
/// <remarks>
/// What a running vCPU has written and its ring does not name yet, comes with a later harvest; stop the vCPUs first for an exact set. The last
/// entry before a soft-full exit names a page whose write has not happened yet: it comes once more, after the reset, when it has.
/// </remarks>
public sealed unsafe class KvmRings
{
    // A call that was cut short resets nothing at worst; this many in a row mean that there is nothing that could be reset.
    private const int MaxIdleCalls = 16;

    private readonly KvmMachine _machine;
    private readonly object _gate = new();
    private bool _isSoftFull;
    private long _resets;
    private long _softFullExits;
    private long _entriesReset;

    internal KvmRings(KvmMachine machine) => _machine = machine;

    /// <summary>Entries harvested by all collectors so far.</summary>
    public long Harvested => _machine.Vcpus.Sum(vcpu => (long)vcpu.Collector.Harvested);

    /// <summary>Exits of vCPUs whose ring was soft full. Any thread.</summary>
    public long SoftFullExits
    {
        get
        {
            lock (_gate)
                return _softFullExits;
        }
    }

    /// <summary>Harvests every ring into a bitmap.</summary>
    /// <param name="bitmap">Receives a bit per page, of <see cref="KvmMachine.LoggedSlots"/>.</param>
    /// <returns>Entries harvested; a page may have several.</returns>
    public long Harvest(DirtyBitmap bitmap)
    {
        long entries = 0;
        foreach (KvmVcpu vcpu in _machine.Vcpus)
            entries += vcpu.Collector.Harvest(bitmap).Entries;
        return entries;
    }

    /// <summary>
    /// Has the kernel reset what is harvested (<c>KVM_RESET_DIRTY_RINGS</c>): it protects the pages again and frees their entries. Goes on where
    /// a call was cut short. From then on the pages may be read: what is written later comes again.
    /// </summary>
    /// <exception cref="KvmException">The kernel refuses, for instance because the machine has no rings.</exception>
    public KvmResetResult Reset()
    {
        KvmResetResult result = ResetAll(
            () => KvmFile.TryControl(_machine.File, KvmCalls.ResetDirtyRings, null), Harvested - _entriesReset);
        _entriesReset += result.Entries;
        lock (_gate)
        {
            _isSoftFull = false;
            _resets++;
            Monitor.PulseAll(_gate);
        }

        return result;
    }

    /// <summary>Calls the kernel until all is reset: it may stop early, with a short count, 0 or EINTR, where a signal is pending.</summary>
    /// <param name="reset">One call: the entries reset, or the negative errno.</param>
    /// <param name="left">Entries that are harvested and not reset.</param>
    internal static KvmResetResult ResetAll(Func<int> reset, long left)
    {
        long entries = 0;
        int calls = 0;
        int idle = 0;
        do
        {
            int result = reset();
            calls++;
            if (result < 0 && result != -LibC.EINTR)
                throw new KvmException("KVM_RESET_DIRTY_RINGS", -result);
            int count = Math.Max(result, 0);
            idle = count > 0 ? 0 : idle + 1;
            entries += count;
            left -= count;
        }
        while (left > 0 && idle < MaxIdleCalls);
        return new KvmResetResult(entries, calls, Math.Max(left, 0));
    }

    /// <summary>Waits until a vCPU's ring is soft full. Any thread.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <returns>False where the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
    public bool WaitForSoftFull(TimeSpan timeout)
    {
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        lock (_gate)
        {
            while (!_isSoftFull && WaitForPulse(deadline))
            {
            }

            return _isSoftFull;
        }
    }

    /// <summary>
    /// A vCPU has come out by <see cref="KvmExitReason.DirtyRingFull"/>: tells whoever waits for that, and waits for a reset, which is what lets the vCPU go on.
    /// Run again too early it comes out again.
    /// </summary>
    /// <param name="timeout">Longest to wait: 0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
    public void ReportSoftFull(TimeSpan timeout)
    {
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        lock (_gate)
        {
            _softFullExits++;
            _isSoftFull = true;
            Monitor.PulseAll(_gate);
            long resets = _resets;
            while (_resets == resets && WaitForPulse(deadline))
            {
            }
        }
    }

    /// <summary>Waits for the next change, under the lock.</summary>
    /// <returns>False where the time is over.</returns>
    private bool WaitForPulse(Waiter.Deadline deadline)
    {
        if (deadline.IsOver)
            return false;
        Monitor.Wait(_gate, deadline.RemainingMilliseconds);
        return true;
    }
}
