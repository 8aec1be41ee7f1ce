namespace RingCore.AliasedCache;

/// <summary>Which of several ways through an indexed ring's operation comes by a flush: each way has calls of its own.</summary>
public enum FlushPath
{
    /// <summary>The only way, or a push that need not look at the reset index.</summary>
    Usual,

    /// <summary>A push that looks at the reset index first.</summary>
    AtLimit,

    /// <summary>The second part of a batch that goes around the ring's end.</summary>
    AroundEnd,
}
