using System;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>Methods that are there to be compiled for good: the JIT's background thread takes them up in the order in which they were called often enough.</summary>
internal static class Canary
{
    private const int CallsToTier1 = 200;

    private static readonly MethodInfo s_sing = typeof(Canary).GetMethod(nameof(Sing), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Calls a new one so often that it stands in line, behind all that stood there before.</summary>
    /// <param name="kind">A struct that no canary was made of before; the next one's is made of it.</param>
    /// <returns>How many methods were compiled before the background thread has come to it.</returns>
    internal static long Release(ref Type kind)
    {
        kind = typeof(ValueTuple<>).MakeGenericType(kind);
        Func<int> sing = s_sing.MakeGenericMethod(kind).CreateDelegate<Func<int>>();
        _ = sing();
        long compiled = JitInfo.GetCompiledMethodCount();
        for (int i = 0; i < CallsToTier1; i++)
            _ = sing();
        return compiled;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sing<T>()
        where T : struct => Unsafe.SizeOf<T>();
}
