using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading;
using RingCore.Platform;

namespace RingCore;

/// <summary>
/// The fence points that ship: <c>Volatile</c> and <c>Interlocked</c> on coherent memory, as on every processor that .NET runs on.
/// The flushes compile to nothing.
/// </summary>
public readonly unsafe struct CoherentFencePoints : IFencePoints
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadPlain(uint* location) => *location;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadPlain(ulong* location) => *location;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(uint* location, uint value) => *location = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(ulong* location, ulong value) => *location = value;

    // .NET has no relaxed access that is also protected from coalescing and hoisting: the volatile one is the weakest that is, and is
    // the same instruction on x86-64.

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadOnce(uint* location) => Volatile.Read(ref *location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadOnce(ulong* location) => Volatile.Read(ref *location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(uint* location, uint value) => Volatile.Write(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(ulong* location, ulong value) => Volatile.Write(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadAcquire(uint* location) => Volatile.Read(ref *location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadAcquire(ulong* location) => Volatile.Read(ref *location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(uint* location, uint value) => Volatile.Write(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(ulong* location, ulong value) => Volatile.Write(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Exchange(uint* location, uint value) => Interlocked.Exchange(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Exchange(ulong* location, ulong value) => Interlocked.Exchange(ref *location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CompareExchange(uint* location, uint value, uint comparand) =>
        Interlocked.CompareExchange(ref *location, value, comparand);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong* location, ulong bits) => Interlocked.Or(ref *location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong* location, ulong bits) => Interlocked.And(ref *location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FullFence() => Interlocked.MemoryBarrier();

    /// <inheritdoc/>
    public static void ProcessWideFence() => Interlocked.MemoryBarrierProcessWide();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadWide128(ulong* location) => Vector128.Load(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadWide256(ulong* location) => Vector256.Load(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadWide512(ulong* location) => Vector512.Load(location);

    /// <inheritdoc/>
    public static bool OrdersWideAccesses => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide128(ulong* location, Vector128<ulong> value) => value.Store(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide256(ulong* location, Vector256<ulong> value) => value.Store(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide512(ulong* location, Vector512<ulong> value) => value.Store(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <inheritdoc/>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds) => Futex.Wait(word, expected, timeoutMilliseconds);

    /// <inheritdoc/>
    public static void Wake(uint* word) => Futex.Wake(word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushBeforeRead(void* start, nuint bytes)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushAfterWrite(void* start, nuint bytes)
    {
    }
}
