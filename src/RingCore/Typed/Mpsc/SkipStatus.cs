namespace RingCore;

/// <summary>What became of an attempt to skip a claim that was never published.</summary>
public enum SkipStatus : byte
{
    /// <summary>It is skipped: the consumer goes on behind it. Should its producer publish it after all, it is told <see cref="PushStatus.RefusedSkipped"/>.</summary>
    Skipped,

    /// <summary>It has been published, or given back, in the meantime: nothing is skipped.</summary>
    Published,

    /// <summary>The consumer does not stand there: it has passed the position, or not come to it, or nobody has claimed it. Nothing is skipped.</summary>
    NotStalled,

    /// <summary>The handle has been disposed.</summary>
    HandleDisposed,
}
