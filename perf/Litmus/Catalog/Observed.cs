namespace RingCore.Litmus.Catalog;

/// <summary>A value that tells a test's outcomes apart: one of two neighbouring ones in every outcome that can be.</summary>
/// <param name="Field">Where it stands.</param>
/// <param name="Least">The lower of its two values.</param>
/// <param name="Weak">Which of them the weak outcome has.</param>
internal readonly record struct Observed(Field Field, int Least, int Weak);
