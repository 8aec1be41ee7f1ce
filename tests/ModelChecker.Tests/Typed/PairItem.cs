namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>16 bytes.</summary>
internal readonly record struct PairItem(ulong Number, ulong Second) : IModelItem<PairItem>
{
    public bool IsWhole => Number == Second;

    public static PairItem Of(ulong number) => new(number, number);
}
