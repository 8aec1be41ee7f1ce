using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using RingCore.Diagnostics;

namespace RingCore;

/// <summary>
/// What the handles of all typed rings have in common: the memory, its lifetime, and in Debug builds the check that one thread uses them at a time.
/// </summary>
[DebuggerDisplay("{LookText,nq}")]
public abstract class TypedHandle : IDisposable
{
#if DEBUG
    private int _user;
#endif

    private protected TypedHandle(TypedMemory memory)
    {
        Memory = memory;
        Number = memory.AddHandle();
    }

    /// <summary>Whether <see cref="Dispose"/> has been called.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The ring's memory. Valid until the handle is disposed.</summary>
    internal TypedMemory Memory { get; }

    /// <summary>Counts the ring's handles, from 1 in the order in which they were made.</summary>
    private protected int Number { get; }

    /// <summary>What a debugger shows: from private cursors alone, so that it is the same whoever looks, and after the end.</summary>
    private protected abstract string LookText { get; }

    /// <summary>Ends the handle's use of the ring, which the other side sees; a second call does nothing. On the thread that uses the handle.</summary>
    /// <remarks>
    /// The producer of an <see cref="MpscRing{T}"/>, which many threads use: when none of them is within a push any more, or fills a claim.
    /// A producer gives back claims that are open: they publish nothing, and the right to use their spans ends. So a ring in a using statement hides no exception
    /// that came while a claim was filled.
    /// </remarks>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        Retire();
        IsDisposed = true;
        if (Memory.RemoveHandle())
        {
            if (Memory.Ring is { } ring)
                RingTrace.Disposed(ring);
            Memory.Free();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Says what the handle has counted. Read in passing, by another thread than the handle's.</summary>
    internal abstract void AddTo(ref RingTotals totals);

    /// <summary>Makes every later operation end before it touches the ring's memory, and tells the other side.</summary>
    private protected abstract void Retire();

    /// <summary>Debug builds only: notes the thread that is using the handle.</summary>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of an operation of the same handle.</exception>
    [Conditional("DEBUG")]
    [SuppressMessage("Performance", "CA1822", Justification = "Uses the instance in Debug builds.")]
    private protected void Enter()
    {
#if DEBUG
        // Plain on purpose: a best-effort detector must add no order of its own to what it watches.
        int me = Environment.CurrentManagedThreadId;
        int user = _user;
        if (user != 0 && user != me)
            throw new InvalidOperationException($"Threads {user} and {me} use one ring handle at once; a handle belongs to one thread at a time.");
        _user = me;
#endif
    }

    /// <summary>Debug builds only: ends what <see cref="Enter"/> began.</summary>
    [Conditional("DEBUG")]
    [SuppressMessage("Performance", "CA1822", Justification = "Uses the instance in Debug builds.")]
    private protected void Leave()
    {
#if DEBUG
        _user = 0;
#endif
    }
}
