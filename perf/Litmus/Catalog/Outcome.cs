namespace RingCore.Litmus.Catalog;

/// <summary>One way for a test to end.</summary>
/// <param name="Name">Such as <c>r0=1 r1=0</c>.</param>
/// <param name="Key">The observed fields' values at their places.</param>
/// <param name="IsWeak">No interleaving of the parties ends so.</param>
internal readonly record struct Outcome(string Name, int Key, bool IsWeak);
