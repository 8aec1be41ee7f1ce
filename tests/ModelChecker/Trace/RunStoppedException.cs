using System;

namespace RingCore.ModelChecker.Trace;

/// <summary>Takes a run out of the code under test: it has reached the end of what is known.</summary>
internal sealed class RunStoppedException : Exception
{
    public static readonly RunStoppedException Instance = new();
}
