using RingCore.Layouts;

namespace RingCore.Tracking;

/*
 * What a writer tells the collector beside its ring.
 *
 *   writer, the only one to store             collector
 *   ------------------------------            ---------
 *   WriteOnce(count)              (C1)        ReadOnce(count)               (C2)   a statistic: any recent value will do
 *   ...its last push
 *   StoreRelease(closed, 1)       (C3)        LoadAcquire(closed)           (C4)   then drains the ring
 *
 * (C3) is a release and (C4) an acquire so that a collector that sees the writer closed sees its last push and its last counts: one drain
 * after (C4) empties the ring for good, and the ring can go.
 */

/// <summary>A writer's counts and its last word, in a padded block that lives as long as either side.</summary>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal sealed unsafe class WriterWords<TFence>
    where TFence : IFencePoints
{
    private readonly CountedBlock _block = new(3 * CacheLine.PaddingBytes);

    /// <summary>Times that the writer was held up.</summary>
    internal ulong Throttles => Read(0);

    /// <summary>Those of them in which the ring was not drained in time.</summary>
    internal ulong Timeouts => Read(1);

    /// <summary>Time that the writer was held up, in ticks of <see cref="System.TimeSpan"/>.</summary>
    internal ulong ThrottleTicks => Read(2);

    /// <summary>Marks refused.</summary>
    internal ulong Refused => Read(3);

    /// <summary>Says when the writer is between a mark and its push.</summary>
    internal MarksInProgress<TFence> InProgress => new((uint*)(Words + 5));

    /// <summary>Whether the writer has pushed its last page. Collector.</summary>
    internal bool IsClosed => TFence.LoadAcquire(Closed) != 0; // (C4) pairs with (C3), Close

    /// <summary>The first of the words, all within <see cref="CacheLine.PaddingBytes"/>.</summary>
    internal ulong* Words => (ulong*)(_block.Start + CacheLine.PaddingBytes);

    private ulong* Closed => Words + 4;

    /// <summary>Counts a hold-up. Writer.</summary>
    internal void CountThrottle(long ticks, bool timedOut)
    {
        Add(0, 1);
        Add(1, timedOut ? 1UL : 0);
        Add(2, (ulong)ticks);
    }

    /// <summary>Counts a refusal. Writer.</summary>
    internal void CountRefusal() => Add(3, 1);

    /// <summary>Says that nothing more will come. Writer, after its last push.</summary>
    internal void Close() => TFence.StoreRelease(Closed, 1); // (C3) pairs with (C4), IsClosed

    /// <summary>Counts the other side.</summary>
    internal void AddUser() => _block.AddUser();

    /// <summary>Counts a side off; the last frees the words.</summary>
    internal void RemoveUser() => _ = _block.RemoveUser();

    private ulong Read(int index) => TFence.ReadOnce(Words + index); // (C2) pairs with (C1), Add

    private void Add(int index, ulong value) =>
        TFence.WriteOnce(Words + index, TFence.ReadPlain(Words + index) + value); // (C1) pairs with (C2), Read
}
