namespace LiveCheckpoint.Checkpoints;

/// <summary>How the tracking is broken on purpose, to show that the program would notice.</summary>
internal enum SabotageKind
{
    None,

    /// <summary>A dirty page is left out of its epoch.</summary>
    DropOne,

    /// <summary>A dirty page is logged with the content that it had before the epoch's writes.</summary>
    StaleOne,
}
