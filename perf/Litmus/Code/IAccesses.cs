namespace RingCore.Litmus.Code;

/// <summary>By which of the fence points a litmus test loads and stores.</summary>
internal unsafe interface IAccesses
{
    static abstract uint Load(uint* location);

    static abstract void Store(uint* location, uint value);
}
