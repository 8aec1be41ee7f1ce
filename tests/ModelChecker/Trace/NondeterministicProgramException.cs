using System;

namespace RingCore.ModelChecker.Trace;

/// <summary>A body did something else when it was run again with the same values.</summary>
internal sealed class NondeterministicProgramException(string message) : Exception(message);
