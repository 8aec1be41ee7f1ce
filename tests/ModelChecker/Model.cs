using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>What the body of a simulated thread says to the checker. Only to be called from a body under exploration.</summary>
public static class Model
{
    private static AccessHandler Handler => AccessHandler.Current ??
        throw new InvalidOperationException("No exploration runs on this OS thread: this is for the bodies of simulated threads.");

    /// <summary>Writes a value down for the program's check.</summary>
    public static void Note(string name, ulong value) => Handler.Note(name, value);

    /// <summary>
    /// Goes on only where <paramref name="condition"/> holds. This is how a spin loop is written: the attempt that succeeds is explored,
    /// those that fail before it change nothing.
    /// </summary>
    public static void Assume(bool condition)
    {
        if (!condition)
            Handler.Abandon();
    }

    /// <summary>
    /// Marks the start of an attempt: where the assumption that follows fails although every read since then was of the newest value, and
    /// no thread is left to write another, the thread would spin for ever, and the execution counts as a failure.
    /// </summary>
    public static void Attempt() => Handler.Attempt();

    /// <summary>Ends the execution as a failure.</summary>
    public static void Fail(string message) => Handler.Fail(message);
}
