namespace RingCore;

/// <summary>What a waiting handle waits for.</summary>
internal interface IWaitCondition
{
    /// <summary>Looks at shared memory afresh.</summary>
    bool IsMet();
}
