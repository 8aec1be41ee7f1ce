using System;

namespace RingCore.Tracking;

/// <summary>A source of dirtiness that was asked for by name cannot run here; the message is one sentence that says why.</summary>
public sealed class SourceUnavailableException : NotSupportedException
{
    /// <summary>Makes the exception without a reason.</summary>
    public SourceUnavailableException()
        : this("The source is unavailable here.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence that says why.</param>
    public SourceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence that says why.</param>
    /// <param name="innerException">What the attempt ended with.</param>
    public SourceUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
