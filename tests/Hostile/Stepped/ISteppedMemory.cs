namespace RingCore.Hostile.Stepped;

/// <summary>The memory of what is under attack.</summary>
internal unsafe interface ISteppedMemory
{
    /// <summary>Judges an access of the side under attack.</summary>
    /// <exception cref="Oracle.OutsideAccessException">It has no business there.</exception>
    void Check(void* location, int bytes, bool isWrite);
}
