namespace RingCore.ModelChecker;

/// <summary>
/// The model's fence points for code that assumes the axioms of <see cref="X64FencePoints"/>. Under <see cref="MemoryModel.X64"/> they hold; under
/// <see cref="MemoryModel.DotNet"/> they do not, and a program that leans on them fails.
/// </summary>
public abstract class ModelX64FencePoints : ModelFencePoints, IFencePoints
{
    /// <inheritdoc cref="IFencePoints.OrdersWideAccesses"/>
    static bool IFencePoints.OrdersWideAccesses => true;
}
