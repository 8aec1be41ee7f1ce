namespace RingCore.ModelChecker.Trace;

/// <summary>What became of a write when other values were read.</summary>
internal enum ProbeOutcome
{
    /// <summary>It happened as before.</summary>
    Same,

    /// <summary>It did not happen, happened elsewhere, or happened behind a full fence that was not there before.</summary>
    Absent,

    /// <summary>It happened in the same place with another value.</summary>
    OtherValue,
}
