namespace RingCore.ModelChecker.Trace;

/// <summary>What the memory models say of wide accesses.</summary>
internal static class WideAxioms
{
    /// <summary>Whether wide accesses stand in total store order with all others.</summary>
    public static bool OrdersWide(this MemoryModel model) => model is MemoryModel.X64 or MemoryModel.X64WithTornWide;

    /// <summary>Width in bytes of the aligned parts of a wide access that are one access each.</summary>
    public static int WidePartBytes(this MemoryModel model) => model is MemoryModel.X64 or MemoryModel.X64WithUnorderedWide ? 16 : 8;
}
