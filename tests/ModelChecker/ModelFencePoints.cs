using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>
/// The model checker's fence points: code that is generic over <see cref="IFencePoints"/> runs unchanged under the simulated memory of the
/// exploration in progress on this OS thread. Where none is, and while a thread is prepared, accesses go to real memory.
/// </summary>
public abstract unsafe class ModelFencePoints : IFencePoints
{
    private const int PairBytes = 2 * sizeof(ulong);

    /// <inheritdoc/>
    public static uint ReadPlain(uint* location) => Read(location, AccessOrder.Plain);

    /// <inheritdoc/>
    public static ulong ReadPlain(ulong* location) => Read(location, AccessOrder.Plain);

    /// <inheritdoc/>
    public static void WritePlain(uint* location, uint value) => Write(location, value, AccessOrder.Plain);

    /// <inheritdoc/>
    public static void WritePlain(ulong* location, ulong value) => Write(location, value, AccessOrder.Plain);

    /// <inheritdoc/>
    public static uint ReadOnce(uint* location) => Read(location, AccessOrder.Once);

    /// <inheritdoc/>
    public static ulong ReadOnce(ulong* location) => Read(location, AccessOrder.Once);

    /// <inheritdoc/>
    public static void WriteOnce(uint* location, uint value) => Write(location, value, AccessOrder.Once);

    /// <inheritdoc/>
    public static void WriteOnce(ulong* location, ulong value) => Write(location, value, AccessOrder.Once);

    /// <inheritdoc/>
    public static uint LoadAcquire(uint* location) => Read(location, AccessOrder.Acquire);

    /// <inheritdoc/>
    public static ulong LoadAcquire(ulong* location) => Read(location, AccessOrder.Acquire);

    /// <inheritdoc/>
    public static void StoreRelease(uint* location, uint value) => Write(location, value, AccessOrder.Release);

    /// <inheritdoc/>
    public static void StoreRelease(ulong* location, ulong value) => Write(location, value, AccessOrder.Release);

    /// <inheritdoc/>
    public static uint Exchange(uint* location, uint value) =>
        AccessHandler.Current is { } handler
            ? (uint)handler.Exchange(new Access(AccessKind.Exchange, AccessOrder.Full, (nuint)location, 4, value))
            : CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    public static ulong Exchange(ulong* location, ulong value) =>
        AccessHandler.Current is { } handler
            ? (ulong)handler.Exchange(new Access(AccessKind.Exchange, AccessOrder.Full, (nuint)location, 8, value))
            : CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    public static uint CompareExchange(uint* location, uint value, uint comparand) =>
        AccessHandler.Current is { } handler
            ? (uint)handler.Exchange(new Access(AccessKind.CompareExchange, AccessOrder.Full, (nuint)location, 4, value, comparand))
            : CoherentFencePoints.CompareExchange(location, value, comparand);

    /// <inheritdoc/>
    public static ulong Or(ulong* location, ulong bits) =>
        AccessHandler.Current is { } handler
            ? (ulong)handler.Exchange(new Access(AccessKind.Or, AccessOrder.Full, (nuint)location, 8, bits))
            : CoherentFencePoints.Or(location, bits);

    /// <inheritdoc/>
    public static ulong And(ulong* location, ulong bits) =>
        AccessHandler.Current is { } handler
            ? (ulong)handler.Exchange(new Access(AccessKind.And, AccessOrder.Full, (nuint)location, 8, bits))
            : CoherentFencePoints.And(location, bits);

    /// <inheritdoc/>
    public static void FullFence() => AccessHandler.Current?.Perform(new Access(AccessKind.FullFence, AccessOrder.Full));

    /// <inheritdoc/>
    public static void ProcessWideFence() => AccessHandler.Current?.Perform(new Access(AccessKind.ProcessWideFence, AccessOrder.Full));

    /// <inheritdoc/>
    public static Vector128<ulong> LoadWide128(ulong* location)
    {
        Span<ulong> elements = stackalloc ulong[2];
        LoadWide(location, elements);
        return Vector128.Create<ulong>(elements);
    }

    /// <inheritdoc/>
    public static Vector256<ulong> LoadWide256(ulong* location)
    {
        Span<ulong> elements = stackalloc ulong[4];
        LoadWide(location, elements);
        return Vector256.Create<ulong>(elements);
    }

    /// <inheritdoc/>
    public static Vector512<ulong> LoadWide512(ulong* location)
    {
        Span<ulong> elements = stackalloc ulong[8];
        LoadWide(location, elements);
        return Vector512.Create<ulong>(elements);
    }

    /// <inheritdoc/>
    public static bool OrdersWideAccesses => false;

    /// <inheritdoc/>
    public static void StoreWide128(ulong* location, Vector128<ulong> value) => StoreWide(location, [value[0], value[1]]);

    /// <inheritdoc/>
    public static void StoreWide256(ulong* location, Vector256<ulong> value) =>
        StoreWide(location, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector256<ulong>, ulong>(ref value), Vector256<ulong>.Count));

    /// <inheritdoc/>
    public static void StoreWide512(ulong* location, Vector512<ulong> value) =>
        StoreWide(location, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector512<ulong>, ulong>(ref value), Vector512<ulong>.Count));

    /// <inheritdoc/>
    public static void Prefetch(void* address)
    {
    }

    /// <summary>
    /// Sleeps for ever where nobody wakes: timeouts do not elapse in the model, so that a lost wake-up shows. A timeout of 0 does not sleep.
    /// </summary>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        if (timeoutMilliseconds == 0 || AccessHandler.Current is not { } handler)
            return;
        if ((uint)handler.Perform(new Access(AccessKind.Wait, AccessOrder.Full, (nuint)word, 4, expected)) == expected)
            handler.Perform(new Access(AccessKind.Resume, AccessOrder.Full, (nuint)word, 4));
    }

    /// <inheritdoc/>
    public static void Wake(uint* word) => AccessHandler.Current?.Perform(new Access(AccessKind.Wake, AccessOrder.Full, (nuint)word, 4));

    /// <inheritdoc/>
    public static void FlushBeforeRead(void* start, nuint bytes) => AccessHandler.Current?.FlushBeforeRead((nuint)start, bytes);

    /// <inheritdoc/>
    public static void FlushAfterWrite(void* start, nuint bytes) => AccessHandler.Current?.FlushAfterWrite((nuint)start, bytes);

    private static uint Read(uint* location, AccessOrder order) =>
        AccessHandler.Current is { } handler
            ? (uint)handler.Perform(new Access(AccessKind.Read, order, (nuint)location, 4))
            : CoherentFencePoints.LoadAcquire(location);

    private static ulong Read(ulong* location, AccessOrder order) =>
        AccessHandler.Current is { } handler
            ? (ulong)handler.Perform(new Access(AccessKind.Read, order, (nuint)location, 8))
            : CoherentFencePoints.LoadAcquire(location);

    private static void Write(uint* location, uint value, AccessOrder order)
    {
        if (AccessHandler.Current is { } handler)
            handler.Perform(new Access(AccessKind.Write, order, (nuint)location, 4, value));
        else
            CoherentFencePoints.StoreRelease(location, value);
    }

    private static void Write(ulong* location, ulong value, AccessOrder order)
    {
        if (AccessHandler.Current is { } handler)
            handler.Perform(new Access(AccessKind.Write, order, (nuint)location, 8, value));
        else
            CoherentFencePoints.StoreRelease(location, value);
    }

    private static void LoadWide(ulong* location, Span<ulong> elements)
    {
        if (AccessHandler.Current is not { } handler)
        {
            new ReadOnlySpan<ulong>(location, elements.Length).CopyTo(elements);
            return;
        }

        int group = handler.NextGroup();
        for (int i = 0; i < elements.Length;)
        {
            int bytes = PartBytes(handler, location + i, elements.Length - i);
            UInt128 value = handler.Perform(new Access(AccessKind.Read, AccessOrder.Plain, (nuint)(location + i), (byte)bytes, Group: group));
            elements[i++] = (ulong)value;
            if (bytes == PairBytes)
                elements[i++] = (ulong)(value >> 64);
        }
    }

    private static void StoreWide(ulong* location, ReadOnlySpan<ulong> elements)
    {
        if (AccessHandler.Current is not { } handler)
        {
            elements.CopyTo(new Span<ulong>(location, elements.Length));
            return;
        }

        int group = handler.NextGroup();
        for (int i = 0; i < elements.Length;)
        {
            int bytes = PartBytes(handler, location + i, elements.Length - i);
            UInt128 value = bytes == PairBytes ? new UInt128(elements[i + 1], elements[i]) : elements[i];
            handler.Perform(new Access(AccessKind.Write, AccessOrder.Plain, (nuint)(location + i), (byte)bytes, value, Group: group));
            i += bytes / sizeof(ulong);
        }
    }

    // A pair of elements is one access where the memory makes it one, and where it is aligned.
    private static int PartBytes(AccessHandler handler, ulong* location, int elements) =>
        handler.WidePartBytes == PairBytes && elements > 1 && (nuint)location % PairBytes == 0 ? PairBytes : sizeof(ulong);
}
