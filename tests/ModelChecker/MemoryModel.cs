namespace RingCore.ModelChecker;

/// <summary>Whose rules the simulated memory follows.</summary>
public enum MemoryModel
{
    /// <summary>.NET's memory model, at its weakest: what may be relied on everywhere.</summary>
    DotNet,

    /// <summary>Total store order with 16-byte aligned loads that are atomic: what x86-64 adds. The JIT is taken to keep program order.</summary>
    X64,
}
