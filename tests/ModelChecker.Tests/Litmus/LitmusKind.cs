namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>What an operation of a litmus test does.</summary>
internal enum LitmusKind
{
    Read,
    Write,
    Exchange,
    FullFence,
    ProcessWideFence,
    WritePointer,
    ReadThroughPointer,
}
