namespace RingCore;

/// <summary>Numbers for the requests of <see cref="Waiter"/>, where several wait by one word: no two requests of a ring are the same.</summary>
internal static unsafe class WaitRequests
{
    /// <summary>A number that is not 0 and, for 2^32 requests, not the same again.</summary>
    /// <param name="last">The last one.</param>
    internal static uint Next<TFence>(uint* last)
        where TFence : IFencePoints
    {
        for (uint seen = TFence.ReadOnce(last); ;)
        {
            uint next = seen == uint.MaxValue ? 1 : seen + 1;
            uint found = TFence.CompareExchange(last, next, seen); // (W7) pairs with (W7), the other waiters
            if (found == seen)
                return next;
            seen = found;
        }
    }
}
