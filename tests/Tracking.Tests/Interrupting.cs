using System;

namespace RingCore.Tracking.Tests;

/// <summary>Does something on the waiting thread between its last look and its sleep.</summary>
internal readonly unsafe struct Interrupting : IFenceFlavor
{
    [ThreadStatic]
    private static Action? s_deed;

    /// <summary>Sets what the calling thread does before its sleeps.</summary>
    internal static void With(Action deed) => s_deed = deed;

    public static void Before(string access, ulong* location)
    {
    }

    public static void BeforeWait() => s_deed?.Invoke();
}
