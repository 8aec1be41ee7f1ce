using System.Runtime.Intrinsics;

namespace RingCore;

/// <summary>
/// The one door to shared memory: every access to a word that another thread, process or kernel also touches is one of these.
/// </summary>
/// <remarks>
/// The rings are generic over an implementation and the JIT specialises them, so that a call here is the bare instruction.
/// The synchronising word of a protocol is always <see cref="LoadAcquire(uint*)"/> or <see cref="StoreRelease(uint*, uint)"/>,
/// never a plain access beside a bare fence: .NET 10's ARM64 JIT merges two adjacent plain accesses on opposite sides of a fence
/// into one instruction before it (docs/memory-model.md).
/// All locations are naturally aligned. Names follow Linux's <c>READ_ONCE</c>, <c>smp_load_acquire</c> and <c>smp_store_release</c>.
/// </remarks>
public unsafe interface IFencePoints
{
    /// <summary>A payload read: no order of its own, a neighbour's acquire orders it. May be coalesced with its like.</summary>
    static abstract uint ReadPlain(uint* location);

    /// <inheritdoc cref="ReadPlain(uint*)"/>
    static abstract ulong ReadPlain(ulong* location);

    /// <summary>A payload write: no order of its own, a neighbour's release orders it.</summary>
    static abstract void WritePlain(uint* location, uint value);

    /// <inheritdoc cref="WritePlain(uint*, uint)"/>
    static abstract void WritePlain(ulong* location, ulong value);

    /// <summary>Linux's <c>READ_ONCE</c>: exactly one untorn load, no order asked for.</summary>
    static abstract uint ReadOnce(uint* location);

    /// <inheritdoc cref="ReadOnce(uint*)"/>
    static abstract ulong ReadOnce(ulong* location);

    /// <summary>Linux's <c>WRITE_ONCE</c>: exactly one untorn store, no order asked for.</summary>
    static abstract void WriteOnce(uint* location, uint value);

    /// <inheritdoc cref="WriteOnce(uint*, uint)"/>
    static abstract void WriteOnce(ulong* location, ulong value);

    /// <summary>A load that no later read or write of this thread runs ahead of. Another party's <see cref="StoreRelease(uint*, uint)"/> pairs with it.</summary>
    static abstract uint LoadAcquire(uint* location);

    /// <inheritdoc cref="LoadAcquire(uint*)"/>
    static abstract ulong LoadAcquire(ulong* location);

    /// <summary>A store that is not seen before any earlier read or write of this thread. Another party's <see cref="LoadAcquire(uint*)"/> pairs with it.</summary>
    static abstract void StoreRelease(uint* location, uint value);

    /// <inheritdoc cref="StoreRelease(uint*, uint)"/>
    static abstract void StoreRelease(ulong* location, ulong value);

    /// <summary>Stores <paramref name="value"/>, returns what was there; a full fence.</summary>
    static abstract uint Exchange(uint* location, uint value);

    /// <inheritdoc cref="Exchange(uint*, uint)"/>
    static abstract ulong Exchange(ulong* location, ulong value);

    /// <summary>Stores <paramref name="value"/> where <paramref name="comparand"/> stands, returns what was there; a full fence.</summary>
    static abstract uint CompareExchange(uint* location, uint value, uint comparand);

    /// <summary>Sets the given bits, returns what was there; a full fence.</summary>
    static abstract ulong Or(ulong* location, ulong bits);

    /// <summary>Keeps the given bits and clears the others, returns what was there; a full fence.</summary>
    static abstract ulong And(ulong* location, ulong bits);

    /// <summary>No access of this thread moves across it, store to load included. Added beside volatile accesses, never in their place.</summary>
    static abstract void FullFence();

    /// <summary>
    /// A full fence on every thread of this process at once: the dear half of an asymmetric pair whose cheap half is program order.
    /// Microseconds. Does not reach other processes.
    /// </summary>
    static abstract void ProcessWideFence();

    /// <summary>
    /// Whether rings tell those who listen. A constant, which the JIT folds: what rings without a trace of events in them cost is measured with it.
    /// </summary>
    internal static virtual bool IsTraced => true;

    /// <summary>Two neighbouring 8-byte elements in one instruction: <b>unordered, atomic per element at most</b>. Payload only.</summary>
    static abstract Vector128<ulong> LoadWide128(ulong* location);

    /// <summary>Four neighbouring 8-byte elements, as <see cref="LoadWide128"/>.</summary>
    static abstract Vector256<ulong> LoadWide256(ulong* location);

    /// <summary>Eight neighbouring 8-byte elements, as <see cref="LoadWide128"/>.</summary>
    static abstract Vector512<ulong> LoadWide512(ulong* location);

    /// <summary>
    /// Whether wide accesses carry order and not payload alone: an aligned 16-byte part of one is single-copy atomic, and wide loads and
    /// stores stand in program order as total store order has it. A constant of the implementation, which the JIT folds.
    /// </summary>
    /// <remarks>Nothing that .NET promises; see <see cref="X64FencePoints"/>. The 16-byte parts of one access are in no order among themselves.</remarks>
    static abstract bool OrdersWideAccesses { get; }

    /// <summary>Two neighbouring 8-byte elements in one instruction: <b>unordered, atomic per element at most</b>, unless <see cref="OrdersWideAccesses"/>.</summary>
    static abstract void StoreWide128(ulong* location, Vector128<ulong> value);

    /// <summary>Four neighbouring 8-byte elements, as <see cref="StoreWide128"/>.</summary>
    static abstract void StoreWide256(ulong* location, Vector256<ulong> value);

    /// <summary>Eight neighbouring 8-byte elements, as <see cref="StoreWide128"/>.</summary>
    static abstract void StoreWide512(ulong* location, Vector512<ulong> value);

    /// <summary>Asks for the line of an address ahead of its use. A hint: no access, no order; nothing where the processor or .NET has none.</summary>
    static abstract void Prefetch(void* address);

    /// <summary>
    /// Sleeps while <paramref name="word"/> holds <paramref name="expected"/>, until <see cref="Wake"/> or the timeout; may return early without a cause.
    /// </summary>
    /// <param name="word">The word that the waker changes before it wakes.</param>
    /// <param name="expected">The value that means: go on sleeping.</param>
    /// <param name="timeoutMilliseconds">0 or more, or -1 for none.</param>
    static abstract void Wait(uint* word, uint expected, int timeoutMilliseconds);

    /// <summary>Wakes whoever sleeps on <paramref name="word"/>.</summary>
    static abstract void Wake(uint* word);

    /// <summary>
    /// Drops this mapping's cached copy of memory that another mapping may have written; stands before the reads.
    /// Nothing on coherent caches. The rule is that of Linux's <c>flush_dcache_page</c> (Documentation/core-api/cachetlb.rst).
    /// </summary>
    static abstract void FlushBeforeRead(void* start, nuint bytes);

    /// <summary>
    /// Writes this mapping's cached copy back to memory that another mapping may read; stands after the writes.
    /// Nothing on coherent caches. The rule is that of Linux's <c>flush_dcache_page</c> (Documentation/core-api/cachetlb.rst).
    /// </summary>
    static abstract void FlushAfterWrite(void* start, nuint bytes);
}
