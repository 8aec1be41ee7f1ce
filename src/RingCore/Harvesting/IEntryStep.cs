namespace RingCore;

/// <summary>A party's step over entries: the state in which it takes them, by an acquire, and the one in which it leaves them, by a release.</summary>
internal unsafe interface IEntryStep
{
    /// <summary>The state in which entries are taken.</summary>
    static abstract uint Takes(uint lap);

    /// <summary>The bits of a 16-byte entry's state that must be as <see cref="Takes"/> says.</summary>
    static abstract uint GfnBits { get; }

    /// <summary>The bits of an 8-byte entry's word that must be as <see cref="Takes"/> says.</summary>
    static abstract uint AddressBits { get; }

    /// <summary>Whether the step changes the state.</summary>
    static abstract bool Leaves { get; }

    /// <summary>The state in which entries are left.</summary>
    static abstract uint LeavesAs(uint lap);

    /// <summary>Acquires the state of a 16-byte entry.</summary>
    static abstract uint Acquire<TFence>(uint* state)
        where TFence : IFencePoints;

    /// <summary>Acquires an 8-byte entry, or the state and the slot of a 16-byte one.</summary>
    static abstract ulong Acquire<TFence>(ulong* word)
        where TFence : IFencePoints;

    /// <summary>Releases the state of a 16-byte entry.</summary>
    static abstract void Release<TFence>(uint* state, uint value)
        where TFence : IFencePoints;

    /// <summary>Releases an 8-byte entry.</summary>
    static abstract void Release<TFence>(ulong* word, ulong value)
        where TFence : IFencePoints;
}
