using System.Numerics;
using System.Runtime.CompilerServices;

namespace RingCore.ModelChecker.Graph;

/// <summary>A set of events: a word for each thread, a bit for each step. Event numbers are thread * 64 + step.</summary>
[InlineArray(ModelProgram.MaxThreads)]
internal struct EventSet
{
    private ulong _first;

    public readonly bool IsEmpty => (this[0] | this[1] | this[2] | this[3]) == 0;

    public readonly int Count =>
        BitOperations.PopCount(this[0]) + BitOperations.PopCount(this[1]) + BitOperations.PopCount(this[2]) + BitOperations.PopCount(this[3]);

    public readonly bool Contains(int e) => (this[e >> 6] >> (e & 63) & 1) != 0;

    public readonly bool Intersects(in EventSet other) =>
        ((this[0] & other[0]) | (this[1] & other[1]) | (this[2] & other[2]) | (this[3] & other[3])) != 0;

    public void Add(int e) => this[e >> 6] |= 1UL << (e & 63);

    public void Add(in EventSet other)
    {
        this[0] |= other[0];
        this[1] |= other[1];
        this[2] |= other[2];
        this[3] |= other[3];
    }

    public void Remove(int e) => this[e >> 6] &= ~(1UL << (e & 63));

    /// <summary>Takes the lowest event out.</summary>
    public bool TryTake(out int e)
    {
        for (int t = 0; t < ModelProgram.MaxThreads; t++)
        {
            ulong word = this[t];
            if (word == 0)
                continue;
            e = t << 6 | BitOperations.TrailingZeroCount(word);
            this[t] = word & (word - 1);
            return true;
        }

        e = -1;
        return false;
    }
}
