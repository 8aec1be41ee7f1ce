using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace RingCore.Benchmarks.Density;

/// <summary>
/// The ring's rival: one bit per page. Skips zero words by vector, takes each other word by an exchange, since writers go on setting bits,
/// and writes the numbers of its pages.
/// </summary>
internal static unsafe class BitmapScan
{
    /// <summary>Up to so many bits the numbers are written one by one, above by vector.</summary>
    private const int FewBits = 6;

    private const int Lanes = 16;

    /// <summary>Collects and clears.</summary>
    /// <param name="words">The bitmap; its length is a multiple of 8 words.</param>
    /// <param name="wordCount">Words of it.</param>
    /// <param name="pages">Room for every page that is set, and 16 more.</param>
    /// <returns>Pages that were set.</returns>
    internal static int Run(ulong* words, nint wordCount, uint* pages)
    {
        uint* next = pages;
        for (nint word = 0; word < wordCount; word += Vector512<ulong>.Count)
        {
            Vector512<ulong> block = Vector512.Load(words + word);
            if (block == Vector512<ulong>.Zero)
                continue;
            ulong nonZero = ~Vector512.Equals(block, Vector512<ulong>.Zero).ExtractMostSignificantBits() & 0xFF;
            for (; nonZero != 0; nonZero &= nonZero - 1)
            {
                nint at = word + BitOperations.TrailingZeroCount(nonZero);
                ulong bits = Interlocked.Exchange(ref words[at], 0);
                next = BitOperations.PopCount(bits) <= FewBits || !Avx512F.IsSupported
                    ? OneByOne(bits, (uint)at * 64, next)
                    : ByVector(bits, (uint)at * 64, next);
            }
        }

        return (int)(next - pages);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* OneByOne(ulong bits, uint first, uint* next)
    {
        for (; bits != 0; bits &= bits - 1)
            *next++ = first + (uint)BitOperations.TrailingZeroCount(bits);
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* ByVector(ulong bits, uint first, uint* next)
    {
        Vector512<uint> lanes = Vector512<uint>.Indices;
        Vector512<uint> toSign = Vector512.Create(31u) - lanes;
        for (int quarter = 0; quarter < 4; quarter++, bits >>= Lanes, first += Lanes)
        {
            uint part = (uint)bits & 0xFFFF;
            // Lane k's sign bit becomes bit k.
            Vector512<uint> chosen = Avx512F.ShiftLeftLogicalVariable(Vector512.Create(part), toSign);
            Vector512<uint> mask = Vector512.LessThan(chosen.AsInt32(), Vector512<int>.Zero).AsUInt32();
            Avx512F.Compress(Vector512<uint>.Zero, mask, lanes + Vector512.Create(first)).Store(next);
            next += BitOperations.PopCount(part);
        }

        return next;
    }
}
