using System;
using System.Runtime.Intrinsics;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>
/// The model's fence points for a thread that stops before one of its accesses: <see cref="Run"/> says which. A body's code is sequential, so
/// that each cut between two accesses is a place where its thread can have died.
/// </summary>
internal readonly unsafe struct StoppingFencePoints : IFencePoints
{
    // Accesses left and one more; 0 where no body is running.
    [ThreadStatic]
    private static int s_left;

    /// <summary>Runs a body up to its access of that number, from 0; to its end where it has no more.</summary>
    internal static void Run(int accesses, Action body)
    {
        s_left = accesses + 1;
        try
        {
            body();
        }
        catch (StoppedException)
        {
            Model.Note("stopped", (ulong)accesses);
        }
        finally
        {
            s_left = 0;
        }
    }

    /// <inheritdoc/>
    public static uint ReadPlain(uint* location)
    {
        Step();
        return Fp.ReadPlain(location);
    }

    /// <inheritdoc/>
    public static ulong ReadPlain(ulong* location)
    {
        Step();
        return Fp.ReadPlain(location);
    }

    /// <inheritdoc/>
    public static void WritePlain(uint* location, uint value)
    {
        Step();
        Fp.WritePlain(location, value);
    }

    /// <inheritdoc/>
    public static void WritePlain(ulong* location, ulong value)
    {
        Step();
        Fp.WritePlain(location, value);
    }

    /// <inheritdoc/>
    public static uint ReadOnce(uint* location)
    {
        Step();
        return Fp.ReadOnce(location);
    }

    /// <inheritdoc/>
    public static ulong ReadOnce(ulong* location)
    {
        Step();
        return Fp.ReadOnce(location);
    }

    /// <inheritdoc/>
    public static void WriteOnce(uint* location, uint value)
    {
        Step();
        Fp.WriteOnce(location, value);
    }

    /// <inheritdoc/>
    public static void WriteOnce(ulong* location, ulong value)
    {
        Step();
        Fp.WriteOnce(location, value);
    }

    /// <inheritdoc/>
    public static uint LoadAcquire(uint* location)
    {
        Step();
        return Fp.LoadAcquire(location);
    }

    /// <inheritdoc/>
    public static ulong LoadAcquire(ulong* location)
    {
        Step();
        return Fp.LoadAcquire(location);
    }

    /// <inheritdoc/>
    public static void StoreRelease(uint* location, uint value)
    {
        Step();
        Fp.StoreRelease(location, value);
    }

    /// <inheritdoc/>
    public static void StoreRelease(ulong* location, ulong value)
    {
        Step();
        Fp.StoreRelease(location, value);
    }

    /// <inheritdoc/>
    public static uint Exchange(uint* location, uint value)
    {
        Step();
        return Fp.Exchange(location, value);
    }

    /// <inheritdoc/>
    public static ulong Exchange(ulong* location, ulong value)
    {
        Step();
        return Fp.Exchange(location, value);
    }

    /// <inheritdoc/>
    public static uint CompareExchange(uint* location, uint value, uint comparand)
    {
        Step();
        return Fp.CompareExchange(location, value, comparand);
    }

    /// <inheritdoc/>
    public static ulong Or(ulong* location, ulong bits)
    {
        Step();
        return Fp.Or(location, bits);
    }

    /// <inheritdoc/>
    public static ulong And(ulong* location, ulong bits)
    {
        Step();
        return Fp.And(location, bits);
    }

    /// <inheritdoc/>
    public static void FullFence()
    {
        Step();
        Fp.FullFence();
    }

    /// <inheritdoc/>
    public static void ProcessWideFence()
    {
        Step();
        Fp.ProcessWideFence();
    }

    /// <inheritdoc/>
    public static Vector128<ulong> LoadWide128(ulong* location)
    {
        Step();
        return Fp.LoadWide128(location);
    }

    /// <inheritdoc/>
    public static Vector256<ulong> LoadWide256(ulong* location)
    {
        Step();
        return Fp.LoadWide256(location);
    }

    /// <inheritdoc/>
    public static Vector512<ulong> LoadWide512(ulong* location)
    {
        Step();
        return Fp.LoadWide512(location);
    }

    /// <inheritdoc/>
    public static bool OrdersWideAccesses => Fp.OrdersWideAccesses;

    /// <inheritdoc/>
    public static void StoreWide128(ulong* location, Vector128<ulong> value)
    {
        Step();
        Fp.StoreWide128(location, value);
    }

    /// <inheritdoc/>
    public static void StoreWide256(ulong* location, Vector256<ulong> value)
    {
        Step();
        Fp.StoreWide256(location, value);
    }

    /// <inheritdoc/>
    public static void StoreWide512(ulong* location, Vector512<ulong> value)
    {
        Step();
        Fp.StoreWide512(location, value);
    }

    /// <inheritdoc/>
    public static void Prefetch(void* address)
    {
    }

    /// <inheritdoc/>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        Step();
        Fp.Wait(word, expected, timeoutMilliseconds);
    }

    /// <inheritdoc/>
    public static void Wake(uint* word)
    {
        Step();
        Fp.Wake(word);
    }

    /// <inheritdoc/>
    public static void FlushBeforeRead(void* start, nuint bytes)
    {
        Step();
        Fp.FlushBeforeRead(start, bytes);
    }

    /// <inheritdoc/>
    public static void FlushAfterWrite(void* start, nuint bytes)
    {
        Step();
        Fp.FlushAfterWrite(start, bytes);
    }

    private static void Step()
    {
        if (s_left > 0 && --s_left == 0)
            throw new StoppedException();
    }

    private sealed class StoppedException : Exception;
}
