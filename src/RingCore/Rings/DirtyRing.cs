using System;
using System.Diagnostics;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What all ring designs have in common: three handles over one ring's memory.</summary>
/// <typeparam name="TProducer">The design's producer.</typeparam>
/// <typeparam name="TCollector">The design's collector.</typeparam>
/// <typeparam name="TResetter">The design's resetter.</typeparam>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(RingView))]
public abstract class DirtyRing<TProducer, TCollector, TResetter> : IDirtyRing, IViewedRing, ILiveRing
    where TProducer : RingHandle, IDirtyProducer
    where TCollector : RingHandle, IDirtyCollector
    where TResetter : RingHandle, IDirtyResetter
{
    private protected DirtyRing(TProducer producer, TCollector collector, TResetter resetter)
    {
        (Producer, Collector, Resetter) = (producer, collector, resetter);
        RingTrace.Made(this);
    }

    /// <inheritdoc/>
    public RingGeometry Geometry => Producer.Numbers;

    /// <summary>Publishes.</summary>
    public TProducer Producer { get; }

    /// <summary>Harvests.</summary>
    public TCollector Collector { get; }

    /// <summary>Resets.</summary>
    public TResetter Resetter { get; }

    IDirtyProducer IDirtyRing.Producer => Producer;

    IDirtyCollector IDirtyRing.Collector => Collector;

    IDirtyResetter IDirtyRing.Resetter => Resetter;

    RingHandle IViewedRing.ProducerSeen => Producer;

    RingHandle IViewedRing.CollectorSeen => Collector;

    RingHandle IViewedRing.ResetterSeen => Resetter;

    private string LookText => new RingView(this).ToString();

    TracedMemory ILiveRing.Memory => Producer.Memory;

    int ILiveRing.Seat
    {
        get => Producer.Seat;
        set => Producer.Seat = value;
    }

    void ILiveRing.AddTo(ref RingTotals totals)
    {
        Resetter.AddTo(ref totals);
        Collector.AddTo(ref totals);
        Producer.AddTo(ref totals);
    }

    /// <summary>Disposes all three handles, and with the last one the ring's memory.</summary>
    public void Dispose()
    {
        Producer.Dispose();
        Collector.Dispose();
        Resetter.Dispose();
        GC.SuppressFinalize(this);
    }

    int IViewedRing.PlaceOf(ulong position) => PlaceOf(position);

    EntryCondition IViewedRing.LookAt(ulong position) => LookAt(position);

    /// <summary>Place of a position's entry in the ring, from 0.</summary>
    private protected virtual int PlaceOf(ulong position) => (int)((uint)position & Geometry.Mask);

    /// <summary>The condition of an entry, read without an effect on the ring. Whoever calls holds the memory.</summary>
    private protected abstract EntryCondition LookAt(ulong position);
}
