using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Trace;

/// <summary>The other values that are tried for a read.</summary>
internal static class ProbeSample
{
    /// <summary>Number of values that are tried at most.</summary>
    public const int Count = Fixed + Recorded;

    private const int Fixed = 9;
    private const int Recorded = 4;

    /// <summary>
    /// The value in a place of the sample: small numbers, neighbours, the complement, the initial value, what the thread's other reads of the
    /// location returned. The value itself where the sample has it already.
    /// </summary>
    public static UInt128 At(int place, UInt128 value, UInt128 initial, int bytes, List<UInt128> recorded)
    {
        UInt128 mask = UInt128.MaxValue >> (128 - (8 * bytes));
        UInt128 other = Candidate(place, value, initial, recorded) & mask;
        for (int earlier = 0; earlier < place; earlier++)
        {
            if ((Candidate(earlier, value, initial, recorded) & mask) == other)
                return value;
        }

        return other;
    }

    private static UInt128 Candidate(int place, UInt128 value, UInt128 initial, List<UInt128> recorded) => place switch
    {
        0 => initial,
        1 => 0,
        2 => 1,
        3 => 2,
        4 => 3,
        5 => value ^ 1,
        6 => value + 1,
        7 => value - 1,
        8 => ~value,
        _ => place - Fixed < recorded.Count ? recorded[place - Fixed] : value,
    };
}
