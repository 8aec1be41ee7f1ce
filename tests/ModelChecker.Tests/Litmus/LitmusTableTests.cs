using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>
/// The classic tests as tables. An outcome is the registers and the final memory named in the third column, a digit each. "- x" means all
/// combinations of the values but x; "all" means all of them. The language is <see cref="LitmusOperation"/>'s.
/// </summary>
[Trait("Category", "Model")]
public sealed class LitmusTableTests(ITestOutputHelper output)
{
    public static TheoryData<string, string, string, string, string> Table() => new()
    {
        // name                          threads                                                    observed  .NET          x64
        // Message passing: payload x, flag y.
        { "MP",                          "x=1; y=1 || a=y; b=x",                                    "ab",     "all",        "- 10" },
        { "MP+rel",                      "x=1; y=rel 1 || a=y; b=x",                                "ab",     "all",        "- 10" },
        { "MP+acq",                      "x=1; y=1 || a=acq y; b=x",                                "ab",     "all",        "- 10" },
        { "MP+rel+acq",                  "x=1; y=rel 1 || a=acq y; b=x",                            "ab",     "- 10",       "- 10" },
        { "MP+rel+ctrl",                 "x=1; y=rel 1 || a=y; ?a b=x",                             "ab",     "00 10 11",   "00 11" },
        { "MP+fence+fence",              "x=1; fence; y=1 || a=y; fence; b=x",                      "ab",     "- 10",       "- 10" },
        { "MP+rel+fence",                "x=1; y=rel 1 || a=y; fence; b=x",                         "ab",     "- 10",       "- 10" },
        { "MP+pointer",                  "x=1; p=&x || a=*p",                                       "a",      "0 1 9",      "1 9" },
        { "MP+fence+pointer",            "x=1; fence; p=&x || a=*p",                                "a",      "1 9",        "1 9" },
        { "MP+xchg+acq",                 "x=1; a=xchg y 1 || b=acq y; c=x",                         "abc",    "000 001 011", "000 001 011" },
        { "MP+rel then plain+acq",       "x=1; y=rel 1; y=2 || a=acq y; b=x",                       "ab",     "00 01 11 21", "00 01 11 21" },
        { "MP+rel+rel of another+acq",   "x=1; y=rel 1 || a=acq y; b=x || y=2",                     "abxy",   "0011 0012 0111 0112 1111 1112 2011 2111 2112", "" },

        // Store buffering.
        { "SB",                          "x=1; a=y || y=1; b=x",                                    "ab",     "all",        "all" },
        { "SB+rel+acq",                  "x=rel 1; a=acq y || y=rel 1; b=acq x",                    "ab",     "all",        "all" },
        { "SB+fence",                    "x=1; fence; a=y || y=1; b=x",                             "ab",     "all",        "all" },
        { "SB+fences",                   "x=1; fence; a=y || y=1; fence; b=x",                      "ab",     "- 00",       "- 00" },
        { "SB+xchg",                     "c=xchg x 1; a=y || d=xchg y 1; b=x",                      "ab",     "- 00",       "- 00" },
        { "SB+process",                  "x=1; process; a=y || y=1; b=x",                           "ab",     "- 00",       "- 00" },
        { "SB+process, other reads 1st", "x=1; process; a=y || b=x; y=1",                           "ab",     "all",        "all" },
        { "SB+process elsewhere",        "process || x=1; a=y || y=1; b=x",                         "ab",     "all",        "all" },

        // Load buffering.
        { "LB",                          "a=x; y=1 || b=y; x=1",                                    "ab",     "all",        "- 11" },
        { "LB+rel",                      "a=x; y=rel 1 || b=y; x=1",                                "ab",     "all",        "- 11" },
        { "LB+rels",                     "a=x; y=rel 1 || b=y; x=rel 1",                            "ab",     "- 11",       "- 11" },
        { "LB+acq",                      "a=acq x; y=1 || b=y; x=1",                                "ab",     "all",        "- 11" },
        { "LB+acqs",                     "a=acq x; y=1 || b=acq y; x=1",                            "ab",     "- 11",       "- 11" },
        { "LB+acq+rel",                  "a=acq x; y=1 || b=y; x=rel 1",                            "ab",     "- 11",       "- 11" },
        { "LB+fences",                   "a=x; fence; y=1 || b=y; fence; x=1",                      "ab",     "- 11",       "- 11" },
        { "LB+datas",                    "a=x; y=a || b=y; x=b",                                    "ab",     "00",         "00" },
        { "LB+data",                     "a=x; y=a || b=y; x=1",                                    "ab",     "00 10 11",   "00 10" },
        { "LB+ctrls",                    "a=x; ?a y=1 || b=y; ?b x=1",                              "ab",     "00",         "00" },
        { "LB+ctrl",                     "a=x; ?a y=1 || b=y; x=1",                                 "ab",     "00 10 11",   "00 10" },
        { "LB+data through own memory",  "a=x; z=a; c=z; y=c || b=y; x=b",                          "abc",    "000",        "000" },
        { "LB+three",                    "a=x; y=1 || b=y; z=1 || c=z; x=1",                        "abc",    "all",        "- 111" },
        { "LB+process",                  "a=x; process; y=1 || b=y; x=1",                           "ab",     "- 11",       "- 11" },

        // Coherence: one location never goes backwards.
        { "CoRR",                        "x=1 || a=x; b=x",                                         "ab",     "- 10",       "- 10" },
        { "CoRR2",                       "x=1 || x=2 || a=x; b=x || c=x; d=x",                      "abcd",   
            "0000 0001 0002 0011 0012 0021 0022 0100 0101 0102 0111 0112 0121 0122 0200 0201 0202 0211 0212 0221 0222 1100 1101 1102 1111 1112 1121 1122 " +
            "1200 1201 1202 1211 1212 1222 2100 2101 2102 2111 2121 2122 2200 2201 2202 2211 2212 2221 2222", "" },
        { "CoRW1",                       "a=x; x=1",                                                "ax",     "01",         "01" },
        { "CoRW",                        "a=x; x=1 || x=2",                                         "ax",     "01 02 21",   "01 02 21" },
        { "CoWR",                        "x=1; a=x || x=2",                                         "ax",     "11 12 22",   "" },
        { "CoWW",                        "x=1; x=2",                                                "x",      "2",          "2" },
        { "CoWW+reader",                 "x=1; x=2 || a=x; b=x",                                    "ab",     "00 01 02 11 12 22", "00 01 02 11 12 22" },

        // Independent reads of independent writes: the memory is multicopy atomic.
        { "IRIW",                        "x=1 || y=1 || a=x; b=y || c=y; d=x",                      "abcd",   "all",        "- 1010" },
        { "IRIW+acqs",                   "x=1 || y=1 || a=acq x; b=y || c=acq y; d=x",              "abcd",   "- 1010",     "- 1010" },
        { "IRIW+acq",                    "x=1 || y=1 || a=acq x; b=y || c=y; d=x",                  "abcd",   "all",        "- 1010" },
        { "IRIW+fences",                 "x=1 || y=1 || a=x; fence; b=y || c=y; fence; d=x",        "abcd",   "- 1010",     "- 1010" },

        // Two threads write two locations in opposite order.
        { "2+2W",                        "x=1; y=2 || y=1; x=2",                                    "xy",     "11 12 21 22", "12 21 22" },
        { "2+2W+rel",                    "x=1; y=rel 2 || y=1; x=2",                                "xy",     "11 12 21 22", "12 21 22" },
        { "2+2W+rels",                   "x=1; y=rel 2 || y=1; x=rel 2",                            "xy",     "12 21 22",   "12 21 22" },
        { "2+2W+fences",                 "x=1; fence; y=2 || y=1; fence; x=2",                      "xy",     "12 21 22",   "12 21 22" },

        // R: a writer against a writer that reads. S: against a reader that writes.
        { "R",                           "x=1; y=1 || y=2; a=x",                                    "ay",     "01 02 11 12", "01 02 11 12" },
        { "R+rel",                       "x=1; y=rel 1 || y=2; a=x",                                "ay",     "01 02 11 12", "01 02 11 12" },
        { "R+fences",                    "x=1; fence; y=1 || y=2; fence; a=x",                      "ay",     "01 11 12",   "01 11 12" },
        { "R+rel+fence",                 "x=1; y=rel 1 || y=2; fence; a=x",                         "ay",     "01 11 12",   "01 11 12" },
        { "S",                           "x=2; y=1 || a=y; x=1",                                    "ax",     "01 02 11 12", "01 02 11" },
        { "S+rel+acq",                   "x=2; y=rel 1 || a=acq y; x=1",                            "ax",     "01 02 11",   "01 02 11" },
        { "S+rel+data",                  "x=2; y=rel 1 || a=y; x=a",                                "ax",     "00 02 11",   "00 02 11" },
        { "S+rel+ctrl",                  "x=2; y=rel 1 || a=y; ?a x=1",                             "ax",     "02 11",      "02 11" },
        { "S+rel",                       "x=2; y=rel 1 || a=y; x=1",                                "ax",     "01 02 11 12", "01 02 11" },

        // Causality through a third thread.
        { "WRC",                         "x=1 || a=x; y=1 || b=y; c=x",                             "abc",    "all",        "- 110" },
        { "WRC+rel+acq",                 "x=1 || a=x; y=rel 1 || b=acq y; c=x",                     "abc",    "- 110",      "- 110" },
        { "WRC+data+acq",                "x=1 || a=x; y=a || b=acq y; c=x",                         "abc",    "000 001 100 101 111", "" },
        { "WRC+acq+acq",                 "x=1 || a=acq x; y=1 || b=acq y; c=x",                     "abc",    "- 110",      "- 110" },
        { "ISA2",                        "x=1; y=1 || a=y; z=1 || b=z; c=x",                        "abc",    "all",        "- 110" },
        { "ISA2+rel+rel+acq",            "x=1; y=rel 1 || a=y; z=rel 1 || b=acq z; c=x",            "abc",    "- 110",      "- 110" },
        { "ISA2+rel+plain+acq",          "x=1; y=rel 1 || a=y; z=1 || b=acq z; c=x",                "abc",    "all",        "- 110" },
        { "Z6.3",                        "x=1; y=1 || y=2; z=1 || a=z; b=x",                        "aby",    "all",        "- 102" },

        // Exchanges are indivisible.
        { "two exchanges",               "a=xchg x 1 || b=xchg x 2",                                "abx",    "012 201",    "012 201" },
        { "exchange against write",      "a=xchg x 1 || x=2",                                       "ax",     "02 21",      "02 21" },
        { "three exchanges",             "a=xchg x 1 || b=xchg x 2 || c=xchg x 3",                  "abcx",   "0123 0312 2013 2301 3021 3102", "" },

        // Accesses of 4 and 8 bytes to the neighbouring cells A to H.
        { "two halves",                  "A=1; B=1 || ab=AB",                                       "ab",     "all",        "- 01" },
        { "a word that is not torn",     "AB=11 || a=A; b=B || cd=AB",                              "abcd",   "0000 0011 0100 0111 1000 1011 1100 1111",
            "0000 0011 0100 0111 1100 1111" },
        { "MP+8 bytes rel+acq",          "CD=11; AB=rel 11 || a=acq A; b=D",                        "ab",     "- 10",       "- 10" },
        { "SB within one word",          "A=1; b=B || B=1; a=A",                                    "ab",     "all",        "all" },
        { "SB, own half is read early",  "A=1; ab=AB || B=1; cd=AB",                                "abcd",   "1001 1011 1101 1111 1101", "" },

        // Wide stores of 16 bytes, ABCD and EFGH, and of 32: single accesses of 16 bytes on x64, of 8 in .NET.
        { "wide: payload with its flag", "ABCD=1111 || a=acq A; b=D",                               "ab",     "all",        "- 10" },
        { "wide: payload with its flag, wide load", "ABCD=1111 || abcd=ABCD",                       "ad",     "all",        "00 11" },
        { "wide: its two parts",         "ABCDEFGH=11111111 || a=acq A; b=H",                       "ab",     "all",        "all" },
        { "wide: its two parts, backwards", "ABCDEFGH=11111111 || a=acq H; b=A",                    "ab",     "all",        "all" },
        { "wide: two stores",            "ABCD=1111; EFGH=1111 || a=acq E; b=A",                    "ab",     "all",        "- 10" },
        { "wide: two stores, wide loads", "ABCD=1111; EFGH=1111 || abcd=EFGH; efgh=ABCD",           "ae",     "all",        "- 10" },
        { "wide: a store behind two parts", "ABCDEFGH=11111111; x=1 || a=acq x; b=A; c=H",          "abc",    "all",        "- 101 110 100" },
        { "wide: a release behind two parts", "ABCDEFGH=11111111; x=rel 1 || a=acq x; b=A; c=H",    "abc",    "- 101 110 100", "- 101 110 100" },
        { "wide: two parts behind a store", "x=1; ABCDEFGH=11111111 || a=acq H; b=x",               "ab",     "all",        "- 10" },
        { "wide: SB",                    "ABCD=1111; a=x || x=1; b=A",                              "ab",     "all",        "all" },
        { "wide: SB+fences",             "ABCD=1111; fence; a=x || x=1; fence; b=A",                "ab",     "- 00",       "- 00" },
        { "wide: LB",                    "abcd=ABCD; x=1 || e=x; ABCD=1111",                        "ae",     "all",        "- 11" },
        { "wide: 2+2W",                  "ABCD=1111; EFGH=2222 || EFGH=1111; ABCD=2222",            "AE",     "11 12 21 22", "12 21 22" },
        { "wide: over a word",           "A=1; ABCD=2222 || a=A; b=A",                              "ab",     "00 01 02 11 12 22", "" },
        { "wide: under a word",          "ABCD=1111; AB=rel 22 || ab=acq AB; c=D",                  "abc",    "000 001 110 111 221", "000 001 111 221" },
        { "wide: own store is read early", "ABCD=1111; ab=AB; c=x || x=1; d=A",                     "abcd",   "1100 1101 1110 1111", "" },
        { "wide: a mark of one word in it", "ABCD=1111; fence; A=2 || abcd=ABCD",                   "ad",     "00 01 10 11 20 21", "00 11 21" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Finds_the_allowed_outcomes_and_no_other(string name, string text, string observe, string dotnet, string x64)
    {
        LitmusOperation[][] threads = [.. text.Split("||").Select(LitmusOperation.ParseThread)];
        foreach ((MemoryModel model, string expected) in new[] { (MemoryModel.DotNet, dotnet), (MemoryModel.X64, x64) })
        {
            SortedSet<string> found = LitmusProgram.Outcomes(threads, observe, model, out ExplorationResult result);
            output.WriteLine($"{name}, {model}: {string.Join(' ', found)} ({result.Executions} executions)");
            if (!text.Contains('*', StringComparison.Ordinal))
                Assert.Equal(string.Join(' ', LitmusOracle.Outcomes(threads, observe, model)), string.Join(' ', found));
            Assert.Equal(string.Join(' ', Expand(expected.Length == 0 ? dotnet : expected, observe, threads)), string.Join(' ', found));
        }
    }

    private static SortedSet<string> Expand(string expected, string observe, LitmusOperation[][] threads)
    {
        string[] words = expected.Split(' ');
        if (words[0] is not ("all" or "-"))
            return [.. words];
        SortedSet<string> all = [""];
        foreach (char name in observe)
            all = [.. all.SelectMany(prefix => ValuesOf(name, threads).Select(value => prefix + value))];
        all.ExceptWith(words[1..]);
        return all;
    }

    // What the register's location ever holds, or what memory can hold at the end: it is written in every test that observes it.
    private static IEnumerable<int> ValuesOf(char name, LitmusOperation[][] threads)
    {
        char location = LitmusOperation.IsRegister(name)
            ? threads.SelectMany(t => t).Where(o => o.Registers.Contains(name, StringComparison.Ordinal))
                .Select(o => o.Locations[o.Registers.IndexOf(name, StringComparison.Ordinal)]).First()
            : name;
        IEnumerable<int> written = threads.SelectMany(t => t)
            .Where(o => o.IsWrite && o.Locations.Contains(location, StringComparison.Ordinal)).Select(o => o.ConstantOf(location));
        return LitmusOperation.IsRegister(name) ? written.Append(0).Distinct() : written.Distinct();
    }
}
