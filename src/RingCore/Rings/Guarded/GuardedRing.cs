using System;
using RingCore.Layouts;

namespace RingCore;

/*
 * A flagged ring (IFlaggedEntry has its letters P, H, R) whose collector is not trusted: it can write every entry at any time. Beside the entries the
 * producer keeps a journal that the collector cannot reach.
 *
 *   producer                          collector, if faithful             resetter
 *   --------                          ----------------------             --------
 *   LoadAcquire(reset index)    (P2)
 *   shadow, plain                                                        LoadAcquire(begun)            (J2)
 *   StoreRelease(begun)         (J1)                                     for each entry before begun:
 *   payload, plain                                                         LoadAcquire(state)          (R1)
 *   StoreRelease(state, 01)     (P1)  LoadAcquire(state)           (H1)    shadow, plain; or payload, once
 *   StoreRelease(published)     (J3)  payload, plain                       WriteOnce(state, 00)
 *                                     StoreRelease(state, 10)      (H2)  StoreRelease(reset index)     (R2)
 *                                                                        then, at the entry where it stopped:
 *                                                                        LoadAcquire(published)        (J4)
 *                                                                        LoadAcquire(state)            (J5)
 *                                                                        ReadOnce(begun)               (J6)
 *                                                                        LoadAcquire(a later state)    (J7)
 *                                                                        ReadOnce(state)               (J8)
 *
 *   Against any collector:
 *   (J1) pairs with (J2): the resetter looks at no entry whose push has not begun, and finds the shadow of all others, and the pages as they were
 *        before their pushes, whatever states it meets.
 *   (R2) pairs with (P2): the shadow is read before the producer writes it again. What the collector does to the states moves neither index, so that
 *        at most a ring's worth is in flight and a reset does at most a ring's worth.
 *
 *   In favour of a faithful one, which must never be accused:
 *   (P1) comes after (J1), so that who sees 01, (H1), or the collector's 10 behind it, (J5), sees by (J6) that the push had begun: a state beyond
 *        begun was nobody's to write. It must be looked at anew: the push may have begun since (J2).
 *   (J3) pairs with (J4): who finds an entry before published sees its 01, or what came after: any other state was nobody's to write.
 *   (H2) pairs with (J7): a collector marks in ascending order, so that who sees a later entry harvested sees this one harvested, (J8). It must
 *        be looked at anew: it may have been harvested since (J5).
 */

/// <summary>
/// The flagged ring for a collector that is not trusted: its producer and resetter keep a journal of what was pushed out of the collector's reach, and
/// type what it does wrong.
/// </summary>
/// <remarks>
/// Entries are KVM's, byte for byte, and the collector is that of <see cref="FlaggedRing{TFence,TEntry,TItem}"/>: any that marks in ascending order, with a
/// release each. Most users want <see cref="GuardedDirtyRing"/>, which names the type argument.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public unsafe partial class GuardedRing<TFence>
    : DirtyRing<GuardedRing<TFence>.ProducerHandle, FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle, GuardedRing<TFence>.ResetterHandle>
    where TFence : IFencePoints
{
    /// <summary>Makes a ring in memory of its own: for parties of one process, where the collector is trusted with the memory but not with its work.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="trust">What a reset takes from the entries.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range, or there is no such trust.</exception>
    /// <exception cref="ArgumentException">The geometry is not of 16-byte entries.</exception>
    /// <exception cref="NotSupportedException">The fence points order wide accesses: the parts of one are in no order, and marks must be.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public GuardedRing(RingGeometry geometry, PeerTrust trust, SlotTable? slots = null, ulong firstPosition = 0)
        : this(new RingMemory(Checked(geometry, trust), firstPosition, bytesBehind: GuardedJournal.BytesFor(geometry, trust)), trust, slots)
    {
    }

    /// <summary>Makes a ring over memory whose words are set and whose journal is started.</summary>
    internal GuardedRing(RingMemory memory, GuardedJournal journal, SlotTable? slots)
        : base(
            new ProducerHandle(memory, journal),
            new FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle(memory, slots, ordered: true),
            new ResetterHandle(memory, journal, slots))
    {
    }

    private GuardedRing(RingMemory memory, PeerTrust trust, SlotTable? slots)
        : this(memory, Started(memory, trust), slots)
    {
    }

    /// <summary>What every guarded ring demands of its numbers, wherever its memory is.</summary>
    internal static RingGeometry Checked(RingGeometry geometry, PeerTrust trust)
    {
        if (trust is not (PeerTrust.Shadowed or PeerTrust.KernelCompatible))
            throw new ArgumentOutOfRangeException(nameof(trust), trust, "There is no such trust.");
        if (TFence.OrdersWideAccesses)
            throw new NotSupportedException("A guarded ring's entries are marked in ascending order, and the parts of a wide store are in none.");
        return FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.Checked(geometry, null);
    }

    private static GuardedJournal Started(RingMemory memory, PeerTrust trust)
    {
        GuardedJournal journal = new(memory.Behind, trust);
        journal.Start(memory.FirstPosition);
        return journal;
    }

    private protected override EntryCondition LookAt(ulong position) => EntryLook.At(Producer.Memory, position, hasLaps: false);
}
