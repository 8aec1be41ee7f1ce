namespace RingCore.Hostile.Crash;

/// <summary>When a child kills itself: so long after it has come to a phase so often. The default is never.</summary>
internal readonly record struct DeathPlan
{
    private const int TimesShift = 8;
    private const int DelayShift = 24;

    /// <param name="phase">The phase.</param>
    /// <param name="times">How often it must come to it, 1 to 65535.</param>
    /// <param name="delayNanoseconds">Then how long it still lives, 0 for not an instruction, to some seconds.</param>
    internal DeathPlan(CrashPhase phase, int times, long delayNanoseconds) => (Phase, Times, DelayNanoseconds) = (phase, times, delayNanoseconds);

    /// <summary>Unpacks what <see cref="Packed"/> packed.</summary>
    internal DeathPlan(long packed)
        : this((CrashPhase)(packed & byte.MaxValue), (int)(packed >> TimesShift) & ushort.MaxValue, packed >> DelayShift)
    {
    }

    internal CrashPhase Phase { get; init; }

    internal int Times { get; init; }

    internal long DelayNanoseconds { get; init; }

    /// <summary>In one word.</summary>
    internal long Packed => (long)Phase | (long)Times << TimesShift | DelayNanoseconds << DelayShift;
}
