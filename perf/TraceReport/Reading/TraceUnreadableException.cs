using System;

namespace RingCore.TraceReport.Reading;

/// <summary>Nothing can be read of a file; the message says why, for its owner.</summary>
internal sealed class TraceUnreadableException : Exception
{
    public TraceUnreadableException()
    {
    }

    public TraceUnreadableException(string message)
        : base(message)
    {
    }

    public TraceUnreadableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
