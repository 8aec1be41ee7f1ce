using System;
using System.Threading;

namespace RingCore.Kvm;

/// <summary>
/// A thread that runs one vCPU. It can be stopped and go on: while it is stopped the vCPU is out of the guest, its ring has all that it wrote, and its
/// state may be read. Any thread.
/// </summary>
public sealed class VcpuThread : IDisposable
{
    private static readonly TimeSpan s_softFullPause = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly KvmVcpu _vcpu;
    private readonly KvmRings? _rings;
    private readonly Func<KvmExit, bool> _goesOn;
    private readonly Thread _thread;
    private bool _isToStop;
    private bool _isToEnd;
    private bool _isStopped;
    private bool _hasEnded;
    private Exception? _failure;

    /// <summary>Starts the thread, stopped.</summary>
    /// <param name="vcpu">The vCPU; no one else runs it from now on.</param>
    /// <param name="rings">The machine's rings, which are told of soft-full exits; null where it has none.</param>
    /// <param name="goesOn">Called on the thread for each exit but kicks and soft-full rings; false ends the thread.</param>
    public VcpuThread(KvmVcpu vcpu, KvmRings? rings, Func<KvmExit, bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        ArgumentNullException.ThrowIfNull(goesOn);
        (_vcpu, _rings, _goesOn, _isToStop) = (vcpu, rings, goesOn, true);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"vCPU {vcpu.Number}" };
        _thread.Start();
    }

    /// <summary>The vCPU.</summary>
    public KvmVcpu Vcpu => _vcpu;

    /// <summary>Whether the thread has ended: an exit ended it, or it failed.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
                return _hasEnded;
        }
    }

    /// <summary>Gets the vCPU out of the guest and keeps it out.</summary>
    /// <param name="timeout">Longest to wait: 0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
    /// <exception cref="TimeoutException">The time was over.</exception>
    /// <exception cref="KvmException">The thread has failed; the inner exception says how. What the guest would have written is missing.</exception>
    public void Stop(TimeSpan timeout)
    {
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        lock (_gate)
            _isToStop = true;
        _vcpu.Kick();
        lock (_gate)
        {
            while (!_isStopped && !_hasEnded)
            {
                if (deadline.IsOver)
                    throw new TimeoutException($"vCPU {_vcpu.Number} did not come out of the guest within {timeout.TotalSeconds} s.");
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(20));
            }

            ThrowIfFailed();
        }
    }

    /// <summary>Lets the guest go on.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isToStop = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until an exit has ended the thread.</summary>
    /// <param name="timeout">Longest to wait: 0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <returns>False where the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
    /// <exception cref="KvmException">The thread has failed; the inner exception says how.</exception>
    public bool WaitForEnd(TimeSpan timeout)
    {
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        lock (_gate)
        {
            while (!_hasEnded && !deadline.IsOver)
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(20));
            ThrowIfFailed();
            return _hasEnded;
        }
    }

    /// <summary>Ends the thread. The vCPU stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_hasEnded)
                return;
            _isToEnd = true;
            Monitor.PulseAll(_gate);
        }

        _vcpu.Kick();
        _thread.Join();
    }

    private void Loop()
    {
        try
        {
            // The stop and the end are looked at after a kick alone: by then the kernel has completed a port access.
            while (WaitToRun())
            {
                KvmExit exit;
                while ((exit = _vcpu.Run()).Reason != KvmExitReason.Kicked)
                {
                    if (exit.Reason == KvmExitReason.DirtyRingFull && _rings is not null)
                        _rings.ReportSoftFull(s_softFullPause);
                    else if (!_goesOn(exit))
                        return;
                }
            }
        }
#pragma warning disable CA1031 // whoever waits for a stop or the end gets it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_gate)
                _failure = failure;
        }
        finally
        {
            lock (_gate)
            {
                _hasEnded = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Stays here while the vCPU is to be out.</summary>
    /// <returns>False where the thread is to end.</returns>
    private bool WaitToRun()
    {
        lock (_gate)
        {
            while (_isToStop && !_isToEnd)
            {
                _isStopped = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }

            _isStopped = false;
            return !_isToEnd;
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new KvmException($"The thread of vCPU {_vcpu.Number} has failed: {_failure.Message}", _failure);
    }
}
