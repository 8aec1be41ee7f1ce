namespace LiveCheckpoint.Workloads;

/// <summary>SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators"): the same numbers for the same seed, everywhere.</summary>
internal struct RandomSequence(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number that two inputs which differ in one bit share nothing of.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1, with a bias below limit / 2^32.</summary>
    internal int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);
}
