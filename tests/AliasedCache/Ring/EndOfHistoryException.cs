using System;

namespace RingCore.AliasedCache;

/// <summary>Stops a party's code where what it reads is not known yet, or where it has failed.</summary>
internal sealed class EndOfHistoryException : Exception
{
    internal EndOfHistoryException()
        : base("A simulated party has come to the end of its history.")
    {
    }
}
