namespace RingCore.Litmus.Code;

/// <summary><c>ReadOnce</c> and <c>WriteOnce</c>: each is one access that the compiler keeps; volatile in the fence points that ship.</summary>
internal readonly unsafe struct OnceAccesses : IAccesses
{
    public static uint Load(uint* location) => CoherentFencePoints.ReadOnce(location);

    public static void Store(uint* location, uint value) => CoherentFencePoints.WriteOnce(location, value);
}
