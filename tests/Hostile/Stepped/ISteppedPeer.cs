namespace RingCore.Hostile.Stepped;

/// <summary>Who acts between two accesses.</summary>
internal interface ISteppedPeer
{
    /// <summary>A random number from 0 to the limit less one.</summary>
    int Below(int limit);

    /// <summary>Makes a move.</summary>
    void Act();
}
