using System;
using System.Runtime.InteropServices;
using RingCore.Litmus.Catalog;
using RingCore.Layouts;

namespace RingCore.Litmus.Running;

/// <summary>The memory of a test's instances. Locations stand a padded line apart from one another; registers are apart by party.</summary>
/// <remarks>
/// <code>
///  locations, per instance          registers, per party and instance
///  +-------------+-------------+    +----+----+----+----+
///  | x | padding | y | padding |    | r0 | r1 | r2 | r3 |   only the party's own are ever written
///  +-------------+-------------+    +----+----+----+----+
/// </code>
/// </remarks>
internal sealed unsafe class Arena : IDisposable
{
    /// <summary>Words of 4 bytes from one location to the next.</summary>
    internal const int LineWords = CacheLine.PaddingBytes / sizeof(uint);

    /// <summary>Words from one instance to the next.</summary>
    internal const int InstanceWords = 2 * LineWords;

    /// <summary>Registers of an instance.</summary>
    internal const int RegisterCount = 4;

    /// <summary>The largest value that a test stores.</summary>
    internal const int MaxValue = (1 << ValueBits) - 1;

    /// <summary>Bits of a value in an outcome's key.</summary>
    internal const int ValueBits = 2;

    private const int Keys = 1 << (6 * ValueBits);

    private readonly nint[] _registers;
    private readonly long[][] _counts;

    internal Arena(int instances, int parties)
    {
        Instances = instances;
        Locations = Allocate(instances * InstanceWords);
        _registers = new nint[parties];
        _counts = new long[parties][];
        for (int i = 0; i < parties; i++)
        {
            _registers[i] = (nint)Allocate(instances * RegisterCount);
            _counts[i] = new long[Keys + 1];
        }
    }

    internal int Instances { get; }

    /// <summary>The first instance's x.</summary>
    internal uint* Locations { get; }

    /// <summary>A party's registers of the first instance.</summary>
    internal uint* Registers(int party) => (uint*)_registers[party];

    /// <summary>
    /// Counts and clears a party's share of the instances, after all parties have acted. The shares change hands with each start, so that an
    /// instance begins now in one processor's cache and now in another's.
    /// </summary>
    internal void Count(int party, uint start)
    {
        int parties = _registers.Length;
        long[] counts = _counts[party];
        for (int i = (int)((party + start) % (uint)parties); i < Instances; i += parties)
        {
            uint* x = Locations + (i * InstanceWords);
            int key = Take(x, Field.X) | Take(x + LineWords, Field.Y);
            foreach (nint registers in _registers)
            {
                uint* r = (uint*)registers + (i * RegisterCount);
                key |= Take(r, Field.R0) | Take(r + 1, Field.R1) | Take(r + 2, Field.R2) | Take(r + 3, Field.R3);
            }

            counts[Math.Min(key, Keys)]++;
        }
    }

    /// <summary>How often the observed bits of an instance were a key.</summary>
    internal long CountOf(int key, int observedBits)
    {
        long sum = 0;
        foreach (long[] counts in _counts)
        {
            for (int i = 0; i < Keys; i++)
                sum += (i & observedBits) == key ? counts[i] : 0;
        }

        return sum;
    }

    /// <summary>Instances counted.</summary>
    internal long Total()
    {
        long sum = 0;
        foreach (long[] counts in _counts)
        {
            foreach (long count in counts)
                sum += count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Locations);
        foreach (nint registers in _registers)
            NativeMemory.AlignedFree((void*)registers);
    }

    /// <summary>A word's value at its place in a key, or a bit beyond all keys where nobody stores such a value; the word is 0 then.</summary>
    private static int Take(uint* word, Field field)
    {
        uint value = CoherentFencePoints.ReadPlain(word);
        CoherentFencePoints.WritePlain(word, 0);
        return value <= MaxValue ? (int)value << LitmusTest.Shift(field) : Keys;
    }

    private static uint* Allocate(int words)
    {
        nuint bytes = (nuint)words * sizeof(uint);
        void* start = NativeMemory.AlignedAlloc(bytes, CacheLine.PaddingBytes);
        NativeMemory.Clear(start, bytes);
        return (uint*)start;
    }
}
