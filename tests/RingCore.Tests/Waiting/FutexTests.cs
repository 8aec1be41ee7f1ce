using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Platform;
using Xunit;

namespace RingCore.Tests;

/// <summary>The two forms of a sleep on a word: the kernel's, and the portable poll.</summary>
public sealed unsafe class FutexTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    private readonly uint* _word = (uint*)NativeMemory.AlignedAlloc(128, 128);

    public FutexTests() => *_word = 1;

    public delegate void Sleep(nint word, uint expected, int timeoutMilliseconds);

    public static TheoryData<string, Sleep> Forms() => new()
    {
        { "futex", static (word, expected, timeout) => Futex.Wait((uint*)word, expected, timeout) },
        { "poll", static (word, expected, timeout) => Futex.Poll((uint*)word, expected, timeout) },
    };

    public void Dispose() => NativeMemory.AlignedFree(_word);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Returns_at_once_where_the_word_is_another(string form, Sleep sleep)
    {
        long start = Stopwatch.GetTimestamp();
        sleep((nint)_word, 0, -1);
        sleep((nint)_word, 2, 2 * (int)s_long.TotalMilliseconds);
        Assert.True(Stopwatch.GetElapsedTime(start) < s_long, form);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Sleeps_until_the_timeout_where_nothing_happens(string form, Sleep sleep)
    {
        long start = Stopwatch.GetTimestamp();
        do
            sleep((nint)_word, 1, 20); // an early return without a cause is allowed
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(15));
        Assert.True(Stopwatch.GetElapsedTime(start) < s_long, form);
        sleep((nint)_word, 1, 0);
        Assert.True(Stopwatch.GetElapsedTime(start) < s_long, form);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_change_and_a_wake_end_a_sleep_without_a_timeout(string form, Sleep sleep)
    {
        Thread sleeper = new(() =>
        {
            while (CoherentFencePoints.ReadOnce(_word) == 1)
                sleep((nint)_word, 1, -1);
        });
        sleeper.Start();
        Thread.Sleep(5);
        CoherentFencePoints.WriteOnce(_word, 0);
        Futex.Wake(_word);
        Assert.True(sleeper.Join(s_long), form);
    }

    [Fact]
    public void Linux_sleeps_in_the_kernel() => Assert.Equal(OperatingSystem.IsLinux(), Futex.IsNative);
}
