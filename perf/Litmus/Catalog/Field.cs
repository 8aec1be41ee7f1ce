namespace RingCore.Litmus.Catalog;

/// <summary>What an instance ends with: registers, and the last values of the locations. The number is the place in an outcome's key.</summary>
internal enum Field
{
    R0,
    R1,
    R2,
    R3,
    X,
    Y,
}
