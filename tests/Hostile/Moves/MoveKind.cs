namespace RingCore.Hostile.Moves;

/// <summary>What a hostile peer does to memory that it may write. Each is one line of the report.</summary>
internal enum MoveKind
{
    /// <summary>One bit anywhere.</summary>
    BitFlip,

    /// <summary>A random or a telling value in a word anywhere.</summary>
    Word,

    /// <summary>Half a word or one byte of it, as a torn store leaves it.</summary>
    Torn,

    /// <summary>Eight bytes at any address, across words and lines.</summary>
    Unaligned,

    /// <summary>Bytes that stood there earlier.</summary>
    Replay,

    /// <summary>A stretch of zeros, as a punched hole leaves it.</summary>
    Hole,

    /// <summary>The collector's index a little ahead of what is published.</summary>
    FetchAhead,

    /// <summary>The collector's index a little behind what is reset.</summary>
    FetchBehind,

    /// <summary>The collector's index half a turn away, and one beside that.</summary>
    FetchFar,

    /// <summary>The collector's index anywhere between reset and published: a claim without a reading.</summary>
    FetchClaim,

    /// <summary>Every entry harvested.</summary>
    MarkAll,

    /// <summary>Every entry with both bits of its state.</summary>
    AllFlagsThree,

    /// <summary>Entries harvested in order: a claim without a reading.</summary>
    Claim,

    /// <summary>An entry harvested beyond what is published.</summary>
    MarkBeyond,

    /// <summary>An entry harvested behind one that is not.</summary>
    Gap,

    /// <summary>A published or harvested entry made free.</summary>
    Unpublish,

    /// <summary>A harvested entry made published again.</summary>
    Unharvest,

    /// <summary>A state that does not exist.</summary>
    WrongState,

    /// <summary>Another slot in an entry.</summary>
    SlotLie,

    /// <summary>Another page in an entry: one that exists, one just beyond, one whose sum with a mask overflows.</summary>
    PageLie,

    /// <summary>The request to be woken, with any value.</summary>
    WaitWord,

    /// <summary>The doorbell, and a wake-up of whoever sleeps on it.</summary>
    Doorbell,
}
