using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the handles of all rings have in common: the shared memory, its lifetime, and in Debug builds the check that one thread uses them.</summary>
[DebuggerDisplay("{LookText,nq}")]
public abstract unsafe class RingHandle : IDisposable
{
    private readonly RingMemory _memory;
#if DEBUG
    private int _user;
#endif

    private protected RingHandle(RingMemory memory)
    {
        _memory = memory;
        memory.AddHandle();
    }

    /// <summary>Whether <see cref="Dispose"/> has been called.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Whether the cursor is in the hands of a burst.</summary>
    private protected bool IsInBurst { get; set; }

    // Of the producers and resetters alone, and here for their size: what two truth values take is there already.

    /// <summary>Whether no limit of a producer may lie beyond the end of a lap: all entries up to it then stand behind each other.</summary>
    private protected bool IsByLaps { get; set; }

    /// <summary>Whether a resetter is within its sink.</summary>
    private protected bool IsInReset { get; set; }

    /// <summary>The ring's <see cref="ILiveRing.Seat"/>, where this is its producer: here for its size too.</summary>
    internal int Seat { get; set; }

    /// <summary>What traces call the handle's side where it waits.</summary>
    internal virtual string Side => "producer";

    internal uint RingId => _memory.Id;

    private protected ulong FirstPosition => _memory.FirstPosition;

    /// <summary>The first entry, where it is used once per call and not per entry. Valid until the handle is disposed.</summary>
    private protected byte* FirstEntry => _memory.Entries;

    /// <summary>The ring's numbers.</summary>
    internal RingGeometry Numbers => _memory.Geometry;

    /// <summary>The ring's memory, for a look at it.</summary>
    internal RingMemory Memory => _memory;

    /// <summary>Position of the next entry that this handle works on; of the ring that many producers share 32 bits of it.</summary>
    internal abstract ulong Position { get; }

    /// <summary>What a debugger shows: from private cursors alone, so that it is the same whoever looks, and after the end.</summary>
    private protected abstract string LookText { get; }

    /// <summary>The words beside the entries: where each is used once per call and not per entry. Valid until the handle is disposed.</summary>
    private protected RingWords Words => _memory.Words;

    /// <summary>Ends the handle's use of the ring; a second call does nothing. On the thread that uses the handle.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        RefuseInBurst();
        Retire();
        IsDisposed = true;
        if (_memory.RemoveHandle())
        {
            if (_memory.Ring is { } ring)
                RingTrace.Disposed(ring);
            _memory.Free();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Says what the handle has counted. Read in passing, by another thread than the handle's.</summary>
    internal abstract void AddTo(ref RingTotals totals);

    /// <summary>Makes every later operation end before it touches the ring's memory.</summary>
    private protected abstract void Retire();

    /// <summary>A handle whose cursor a burst has would push or take the same entries again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void RefuseInBurst()
    {
        if (IsInBurst)
            ThrowInBurst();
    }

    [DoesNotReturn]
    private void ThrowInBurst()
    {
        Leave(); // some operations come here from their midst
        throw new InvalidOperationException("A burst of this handle is open: use it, or dispose it first.");
    }

    /// <summary>A word of the ring's, for who asks from outside of its operations.</summary>
    private protected bool TryReadWord<TFence>(uint* word, out uint value)
        where TFence : IFencePoints => _memory.TryRead<TFence>(word, out value);

    private protected WaitStatus Wait<TFence>(
        IWaitCondition condition, uint* waits, WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation)
        where TFence : IFencePoints
    {
        if (IsDisposed)
            return WaitStatus.HandleDisposed;
        RefuseInBurst();
        Enter();
        try
        {
            return RingTrace.Wait<TFence>(_memory, Side, condition, waits, strategy, timeout, cancellation);
        }
        finally
        {
            Leave();
        }
    }

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
