using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Threading;
using RingCore.Layouts;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>
/// The steps of <see cref="Writer"/> in its order, over the shipped marks, bitmap, signal and ring. What it waits for without bound is a
/// failure of the model, where the shipped writer's timeout would end it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its handle is that of one run; the ring's memory outlives it.")]
internal sealed unsafe class ModelWriter
{
    private readonly TrackingProgram _program;
    private readonly int _number;
    private readonly MarkBitmap<Fp> _marks;
    private readonly OverflowBitmap<Fp> _overflow;
    private readonly SoftFullSignal<Fp> _softFull;
    private readonly FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.ProducerHandle _ring;

    internal ModelWriter(TrackingProgram program, int number)
    {
        TrackerMemory memory = program.Memory;
        (_program, _number) = (program, number);
        _marks = new MarkBitmap<Fp>(memory.Marks);
        _overflow = new OverflowBitmap<Fp>(memory.Hint, memory.Overflow, memory.Pages);
        _softFull = new SoftFullSignal<Fp>(memory.SoftFull);
        _ring = new FlaggedRing<Fp, PageAddressEntry<KvmStates>, DirtyPageAddress>.ProducerHandle(program.Ring(number), memory.Tracked.Slots);
    }

    /// <summary>Whether a writer that fills its ring calls for a drain.</summary>
    internal bool Signals { get; init; }

    /// <summary>Whether it then sleeps until there is space.</summary>
    internal bool Sleeps { get; init; }

    /// <summary>Whether there is never room in its ring: all goes to the bitmap.</summary>
    internal bool IsFull { get; init; }

    /// <summary>Whether it counts its marks where threads without a writer do.</summary>
    internal bool IsShared { get; init; }

    /// <summary>Writes and marks a page.</summary>
    internal void Write(int page, uint value)
    {
        Fp.WritePlain(_program.Data(page, _number), value);
        _ = MarkDirty(page);
    }

    /// <summary>Marks a page.</summary>
    /// <returns>Whether it was marked already.</returns>
    internal bool MarkDirty(int page)
    {
        long word = page >> 6;
        ulong mask = 1UL << (page & 63);
        if (_marks.AreSet(word, mask))
            return true;
        MarksInProgress<Fp> inProgress = IsShared ? new(_program.Memory.InProgress) : _program.Words(_number).InProgress;
        if (IsShared)
            inProgress.BeginShared();
        else
            inProgress.Begin();
        ulong mine = _marks.Set(word, mask);
        if (!IsFull)
            Publish(word, mine);
        else if (mine != 0)
            _overflow.Add(word, mine);
        if (IsShared)
            inProgress.EndShared();
        else
            inProgress.End();
        return mine == 0;
    }

    /// <summary>Ends the writer, as its disposal does.</summary>
    internal void Close() => _program.Words(_number).Close();

    private void Publish(long word, ulong mine)
    {
        for (; mine != 0; mine &= mine - 1)
        {
            switch (_ring.Push(new DirtyPage(0, ((ulong)word << 6) + (ulong)BitOperations.TrailingZeroCount(mine))))
            {
                case PushStatus.Published:
                    break;
                case PushStatus.PublishedSoftFull:
                    if (Signals)
                        Throttle();
                    break;
                default:
                    _overflow.Add(word, mine);
                    if (Signals)
                        _softFull.Raise();
                    return;
            }
        }
    }

    private void Throttle()
    {
        _softFull.Raise();
        if (Sleeps)
        {
            Waiter.Sleep<Fp>(
                _ring, &_program.Ring(_number).Control->ProducerWaits, new Waiter.Deadline(Timeout.InfiniteTimeSpan), CancellationToken.None);
        }
    }
}
