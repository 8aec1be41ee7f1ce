
namespace RingCore.ModelChecker.Search;

/// <summary>A set of 64-bit hashes with open addressing: 8 bytes for each, half full at most.</summary>
internal sealed class HashSet64
{
    private ulong[] _slots = new ulong[1 << 12];

    public long Count { get; private set; }

    /// <summary>True where it was not there before.</summary>
    public bool Add(ulong hash)
    {
        if (hash == 0)
            hash = 1;
        if (2 * Count >= _slots.Length)
            Grow();
        if (!Insert(_slots, hash))
            return false;
        Count++;
        return true;
    }

    private static bool Insert(ulong[] slots, ulong hash)
    {
        ulong mask = (ulong)slots.Length - 1;
        for (ulong i = hash & mask; ; i = (i + 1) & mask)
        {
            if (slots[i] == 0)
            {
                slots[i] = hash;
                return true;
            }

            if (slots[i] == hash)
                return false;
        }
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (ulong hash in old)
        {
            if (hash != 0)
                Insert(_slots, hash);
        }
    }
}
