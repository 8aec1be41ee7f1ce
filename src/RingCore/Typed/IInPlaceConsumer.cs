namespace RingCore;

/// <summary>A consumer that shows items where they stand.</summary>
internal interface IInPlaceConsumer
{
    /// <summary>Takes items that the consumer has shown.</summary>
    /// <param name="start">Position of the first: the consumer's own, unless it has taken since.</param>
    /// <param name="items">How many.</param>
    void Commit(ulong start, int items);
}
