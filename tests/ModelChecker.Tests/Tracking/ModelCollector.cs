using System.Linq;
using System.Numerics;
using RingCore.Layouts;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>The steps of <see cref="RoundCollector"/> in its order, over the shipped sets, drain and rings.</summary>
/// <typeparam name="TFence">The model's fence points, or those of a thread that stops somewhere.</typeparam>
internal sealed unsafe class ModelCollector<TFence>
    where TFence : IFencePoints
{
    private readonly TrackingProgram _program;
    private readonly SoftFullSignal<TFence> _softFull;
    private readonly FlaggedRing<TFence, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle[] _collectors;
    private readonly FlaggedRing<TFence, PageAddressEntry<KvmStates>, DirtyPageAddress>.ResetterHandle[] _resetters;
    private readonly RingDrain<TFence> _drain;

    internal ModelCollector(TrackingProgram program, RoundSets<TFence> sets)
    {
        (_program, Sets) = (program, sets);
        SlotTable slots = program.Memory.Tracked.Slots;
        _softFull = new SoftFullSignal<TFence>(program.Memory.SoftFull);
        _collectors = [.. Enumerable.Range(0, program.Writers).Select(
            w => new FlaggedRing<TFence, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle(program.Ring(w), slots, ordered: true))];
        _resetters = [.. Enumerable.Range(0, program.Writers).Select(
            w => new FlaggedRing<TFence, PageAddressEntry<KvmStates>, DirtyPageAddress>.ResetterHandle(program.Ring(w), slots))];
        _drain = new RingDrain<TFence>(sets, slots);
    }

    /// <summary>The open round and the one in flight.</summary>
    internal RoundSets<TFence> Sets { get; }

    /// <summary>Pages that came out of rings so far.</summary>
    internal long Drained => _drain.Pages;

    /// <summary>Whether a drain lowers the signal.</summary>
    internal bool Signals { get; init; }

    /// <summary>Whether it does so when it is done: a mistake.</summary>
    internal bool LowersLast { get; init; }

    /// <summary>Whether a drain looks if the writers are closed, and expects nothing more of one that is.</summary>
    internal bool LetsGo { get; init; }

    /// <summary>Whether it looks at the count of threads without a writer instead of each writer's.</summary>
    internal bool IsShared { get; init; }

    /// <summary>Collects, re-arms, reads and commits.</summary>
    internal void Round()
    {
        Collect();
        Sets.Rearm();
        Read();
        Sets.Retire();
    }

    /// <summary>Empties the rings and the bitmap into the open round.</summary>
    internal void Drain()
    {
        if (Signals && !LowersLast)
            _softFull.Lower();
        for (int writer = 0; writer < _program.Writers; writer++)
        {
            bool isLast = LetsGo && _program.Words(writer).IsClosed;
            _drain.Drain(_collectors[writer], _resetters[writer], _program.Ring(writer).Geometry.Entries);
            if (isLast)
                Model.Note($"letGo{writer}", (ulong)_drain.Pages);
        }

        _ = Sets.AdmitOverflow();
        if (LowersLast)
            _softFull.Lower();
    }

    /// <summary>Drains and closes the open round.</summary>
    internal void Collect()
    {
        bool isMarking = IsShared && new MarksInProgress<TFence>(_program.Memory.InProgress).Any;
        for (int writer = 0; !IsShared && writer < _program.Writers; writer++)
            isMarking |= _program.Words(writer).InProgress.Any;
        Drain();
        if (isMarking)
        {
            Model.Note("walk", 1);
            Sets.AdmitMarked();
        }

        Sets.Close();
    }

    /// <summary>Reads every writer's word of each page in flight.</summary>
    internal void Read()
    {
        for (long word = Sets.InFlight.NextWord(0, out ulong bits); word >= 0; word = Sets.InFlight.NextWord(word + 1, out bits))
        {
            for (; bits != 0; bits &= bits - 1)
            {
                long page = (word << 6) + BitOperations.TrailingZeroCount(bits);
                Model.Note("page", (ulong)page);
                for (int writer = 0; writer < _program.Writers; writer++)
                    Model.Note(TrackingProgram.ReadName(page, writer), Fp.ReadPlain(_program.Data(page, writer)));
            }
        }
    }
}
