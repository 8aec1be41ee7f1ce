namespace RingCore;

/// <summary>A producer that hands out slots to fill.</summary>
internal interface IClaimant
{
    /// <summary>Publishes the first of the claimed slots and gives the others back.</summary>
    /// <param name="key">Which claim: what it was made with.</param>
    /// <param name="claimed">How many are claimed.</param>
    /// <param name="published">How many of them are filled.</param>
    PushStatus Commit(ulong key, int claimed, int published);

    /// <summary>Gives all claimed slots back; nothing where the claim is no longer open.</summary>
    /// <param name="key">Which claim: what it was made with.</param>
    /// <param name="claimed">How many are claimed.</param>
    void Abort(ulong key, int claimed);
}
