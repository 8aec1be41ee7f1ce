namespace RingCore.ModelChecker.Program;

/// <summary>A stretch of memory that the simulated threads share.</summary>
internal readonly record struct MemoryRange(nuint Start, nuint Bytes)
{
    public bool Contains(nuint address, nuint bytes) => address >= Start && bytes <= Bytes && address - Start <= Bytes - bytes;
}
