using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Catalog;

/// <summary>A litmus test: its code, and the table of its outcomes, of which exactly one is weak.</summary>
internal sealed class LitmusTest
{
    /// <summary>Describes a test.</summary>
    /// <param name="name">What the table and <c>--only</c> call it.</param>
    /// <param name="accesses">By which fence points it accesses memory.</param>
    /// <param name="parties">Threads, each on its own processor.</param>
    /// <param name="weak">Who allows the weak outcome.</param>
    /// <param name="act">One party's pass over all instances.</param>
    /// <param name="observed">What tells the outcomes apart.</param>
    internal LitmusTest(string name, string accesses, int parties, Permission weak, Action<int, Arena> act, params Observed[] observed)
    {
        (Name, Accesses, Parties, Weak, Act) = (name, accesses, parties, weak, act);
        ObservedBits = observed.Aggregate(0, static (bits, value) => bits | (Arena.MaxValue << Shift(value.Field)));
        Outcomes = [.. Enumerable.Range(0, 1 << observed.Length).Select(number => Make(observed, number))];
    }

    internal string Name { get; }

    internal string Accesses { get; }

    internal int Parties { get; }

    internal Permission Weak { get; }

    internal Action<int, Arena> Act { get; }

    /// <summary>Instances per synchronised start. Many, so that races are dense.</summary>
    internal int Instances { get; init; } = 1024;

    /// <summary>Most loads that a party lets pass by before it starts.</summary>
    internal int MaxSkew { get; init; } = 256;

    /// <summary>Whether an x86-64 that never shows the weak outcome makes the run doubtful.</summary>
    internal bool MustBeSeenOnX64 { get; init; }

    /// <summary>Every outcome that can be told apart. Another one is impossible: a value that nobody stored.</summary>
    internal IReadOnlyList<Outcome> Outcomes { get; }

    /// <summary>The bits of an instance's key that belong to observed fields.</summary>
    internal int ObservedBits { get; }

    /// <summary>Where a field stands in a key.</summary>
    internal static int Shift(Field field) => (int)field * Arena.ValueBits;

    /// <summary>Whether an outcome may be seen on an architecture.</summary>
    internal bool Allows(Outcome outcome, Architecture architecture) => !outcome.IsWeak || (Weak.DotNet && Weak.On(architecture));

    private static Outcome Make(Observed[] observed, int number)
    {
        int key = 0;
        bool weak = true;
        string[] names = new string[observed.Length];
        for (int i = 0; i < observed.Length; i++)
        {
            int value = observed[i].Least + ((number >> (observed.Length - 1 - i)) & 1);
            key |= value << Shift(observed[i].Field);
            weak &= value == observed[i].Weak;
            names[i] = $"{observed[i].Field.ToString().ToLowerInvariant()}={value}";
        }

        return new Outcome(string.Join(' ', names), key, weak);
    }
}
