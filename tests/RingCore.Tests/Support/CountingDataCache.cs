using System;

namespace RingCore.Tests;

/// <summary>A data cache that counts its flushes, per thread.</summary>
internal readonly unsafe struct CountingDataCache : IDataCache
{
    [ThreadStatic]
    private static long s_beforeRead;

    [ThreadStatic]
    private static long s_afterWrite;

    public static long BeforeRead => s_beforeRead;

    public static long AfterWrite => s_afterWrite;

    public static void FlushBeforeRead(void* start, nuint bytes) => s_beforeRead++;

    public static void FlushAfterWrite(void* start, nuint bytes) => s_afterWrite++;
}
