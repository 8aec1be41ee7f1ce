using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.Litmus.Catalog;
using RingCore.Litmus.Rings;
using RingCore.Litmus.Running;
using Spectre.Console;

namespace RingCore.Litmus;

/// <summary>The tables and the verdict.</summary>
/// <param name="console">Where they go.</param>
/// <param name="architecture">Whose table judges.</param>
/// <param name="cores">Processors in use.</param>
internal sealed class Report(IAnsiConsole console, Architecture architecture, int cores)
{
    private readonly List<LitmusResult> _litmus = [];
    private readonly List<LitmusTest> _notRun = [];
    private readonly List<RingResult> _rings = [];

    /// <summary>Says what runs where.</summary>
    internal void Begin(IReadOnlyList<int> cpus, bool pinned, TimeSpan duration)
    {
        string where = pinned ? $"pinned to processors {string.Join(", ", cpus)}" : $"on {cores} of the machine's processors, not pinned";
        console.WriteLine($"{architecture}, .NET {Environment.Version}, threads {where}, {duration.TotalSeconds} s in all. Harvester: {Harvester.Selected}.");
        string[] may = [.. LitmusTests.All.Where(test => test.Outcomes.Any(outcome => outcome.IsWeak && test.Allows(outcome, architecture))).Select(Weak)];
        console.WriteLine(
            architecture == Architecture.Other
                ? $"No table of this architecture here; .NET allows it to show: {string.Join("; ", may)}."
                : $"Weak outcomes that {architecture} may show: {string.Join("; ", may)}.");
    }

    internal void Add(LitmusResult result) => _litmus.Add(result);

    internal void AddNotRun(LitmusTest test) => _notRun.Add(test);

    internal void Add(RingResult result) => _rings.Add(result);

    /// <summary>Prints everything.</summary>
    /// <param name="strict">Whether an x86-64 without store buffering is a failure.</param>
    /// <returns>Whether nothing forbidden was seen.</returns>
    internal bool End(bool strict)
    {
        if (_litmus.Count > 0)
            console.Write(LitmusTable());
        foreach (LitmusTest test in _notRun)
            console.WriteLine($"{test.Name}: not run: needs {test.Parties} cores");
        if (_rings.Count > 0)
            console.Write(RingTable());
        foreach (RingResult ring in _rings.Where(static ring => ring.Violation is not null))
            console.WriteLine($"{ring.Design.Name}: {ring.Violation}");

        LitmusResult[] needed = architecture == Architecture.X64 ? [.. _litmus.Where(static result => result.Test.MustBeSeenOnX64)] : [];
        foreach (LitmusResult result in needed)
            console.WriteLine($"{Weak(result.Test)}, store buffering without a fence: {(result.Weak > 0 ? $"seen, {Number(result.Weak)} times" : "not seen")}.");
        bool good = _litmus.All(result => result.Forbidden(architecture) == 0)
            && _rings.All(static ring => ring.Violation is null)
            && !(strict && needed.Any(static result => result.Weak == 0));
        console.WriteLine(Verdict(good));
        return good;
    }

    private string Verdict(bool good)
    {
        long instances = _litmus.Sum(static result => result.Total);
        long forbidden = _litmus.Sum(result => result.Forbidden(architecture));
        string[] seen = [.. _litmus.Where(result => result.Weak > 0 && result.Forbidden(architecture) == 0).Select(static result => result.Test.Name)];
        return $"{(good ? "PASSED" : "FAILED")}: {Number(forbidden)} forbidden outcomes in {Number(instances)} litmus instances"
            + $" (weak outcomes that are allowed were seen in: {(seen.Length == 0 ? "none" : string.Join(", ", seen))}),"
            + $" {_rings.Count(static ring => ring.Violation is not null)} violations in {Number(_rings.Sum(static ring => ring.Pages))} pages"
            + $" through {_rings.Count} rings and {Number(_rings.Sum(static ring => (long)ring.Rounds))} wraps of their counters.";
    }

    private Table LitmusTable()
    {
        Table table = Make("test", "accesses", "outcome", ".NET", architecture == Architecture.Other ? "here" : architecture.ToString(), "count", "");
        foreach (LitmusResult result in _litmus)
        {
            LitmusTest test = result.Test;
            for (int i = 0; i < test.Outcomes.Count; i++)
            {
                Outcome outcome = test.Outcomes[i];
                table.AddRow(
                    i == 0 ? test.Name : "",
                    i == 0 ? test.Accesses : "",
                    outcome.Name + (outcome.IsWeak ? " (weak)" : ""),
                    Word(!outcome.IsWeak || test.Weak.DotNet),
                    Word(!outcome.IsWeak || test.Weak.On(architecture)),
                    Number(result.Counts[i]),
                    result.Counts[i] > 0 && !test.Allows(outcome, architecture) ? "FORBIDDEN" : "");
            }

            if (result.Impossible > 0)
                table.AddRow("", "", "a value that nobody stored", Word(false), Word(false), Number(result.Impossible), "FORBIDDEN");
        }

        return RightAligned(table, column: 5);
    }

    private Table RingTable()
    {
        Table table = Make("ring", "threads", "pages checked", "rounds with a wrap", "violation");
        foreach (RingResult ring in _rings)
            table.AddRow(ring.Design.Name, ring.Threads, Number(ring.Pages), Number(ring.Rounds), ring.Violation is null ? "none" : "VIOLATION, see below");
        return RightAligned(RightAligned(table, column: 2), column: 3);
    }

    private static Table Make(params string[] columns) => new Table().Border(TableBorder.Ascii).AddColumns(columns);

    private static Table RightAligned(Table table, int column)
    {
        table.Columns[column].RightAligned();
        return table;
    }

    private static string Weak(LitmusTest test) => $"{test.Name} {test.Outcomes.Single(static outcome => outcome.IsWeak).Name}";

    private static string Word(bool allowed) => allowed ? "allowed" : "forbidden";

    private static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
