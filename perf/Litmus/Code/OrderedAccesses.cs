namespace RingCore.Litmus.Code;

/// <summary><c>LoadAcquire</c> and <c>StoreRelease</c>.</summary>
internal readonly unsafe struct OrderedAccesses : IAccesses
{
    public static uint Load(uint* location) => CoherentFencePoints.LoadAcquire(location);

    public static void Store(uint* location, uint value) => CoherentFencePoints.StoreRelease(location, value);
}
