using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;

namespace RingCore.Tests;

/// <summary>How the properties of these tests are run: a failure throws, shrunk, with the seed that repeats it.</summary>
internal static class Properties
{
    /// <summary>Checks arrays of elements; shrinks by leaving elements out.</summary>
    public static void ForAllArrays<T>(Gen<T> element, int maxLength, int cases, Action<T[]> check)
    {
        Gen<T[]> arrays = Gen.Choose(0, maxLength).SelectMany(element.ArrayOf);
        ForAll(arrays, WithoutOne, cases, check);
    }

    /// <summary>Checks any values.</summary>
    public static void ForAll<T>(Gen<T> values, Func<T, IEnumerable<T>> shrink, int cases, Action<T> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true), Prop.ForAll(Arb.From(values, shrink), check));

    /// <summary>The array without its halves, then without each element.</summary>
    public static IEnumerable<T[]> WithoutOne<T>(T[] array)
    {
        if (array.Length > 3)
        {
            yield return array[..(array.Length / 2)];
            yield return array[(array.Length / 2)..];
        }

        for (int i = 0; i < array.Length; i++)
            yield return [.. array[..i], .. array[(i + 1)..]];
    }
}
