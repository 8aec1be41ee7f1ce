namespace RingCore;

/// <summary>How a handle waits.</summary>
public enum WaitStrategy
{
    /// <summary>Spins: the shortest latency, a whole core. Only with a core to spare for each waiter.</summary>
    Spin,

    /// <summary>Spins briefly, then yields the core to others again and again: for oversubscribed cores without latency needs of microseconds.</summary>
    Yield,

    /// <summary>Spins briefly, then sleeps in the kernel until woken: an idle waiter costs nothing.</summary>
    Block,
}
