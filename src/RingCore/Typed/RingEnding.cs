namespace RingCore;

/// <summary>How the producers' side of a typed ring has ended.</summary>
public enum RingEnding
{
    /// <summary>It has not: more may come.</summary>
    Open,

    /// <summary>By <c>Complete</c>: all that was meant to come has been published.</summary>
    Completed,

    /// <summary>A producer was disposed without having completed: what it would have published is missing.</summary>
    Abandoned,
}
