namespace RingCore.Litmus.Code;

/// <summary><c>ReadPlain</c> and <c>WritePlain</c>: .NET's ordinary accesses, nothing orders them.</summary>
internal readonly unsafe struct PlainAccesses : IAccesses
{
    public static uint Load(uint* location) => CoherentFencePoints.ReadPlain(location);

    public static void Store(uint* location, uint value) => CoherentFencePoints.WritePlain(location, value);
}
