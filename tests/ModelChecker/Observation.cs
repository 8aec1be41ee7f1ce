namespace RingCore.ModelChecker;

/// <summary>A value that the body of a simulated thread wrote down.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct Observation(string Name, ulong Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
