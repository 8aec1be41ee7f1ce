namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>An item that says its number in each of its parts, so that one made of two is seen.</summary>
/// <typeparam name="TSelf">The item.</typeparam>
internal interface IModelItem<TSelf>
{
    /// <summary>The number in the item's first part.</summary>
    ulong Number { get; }

    /// <summary>Whether all parts say the same.</summary>
    bool IsWhole { get; }

    /// <summary>An item of a number.</summary>
    static abstract TSelf Of(ulong number);
}
