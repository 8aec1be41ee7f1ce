using System;
using System.CommandLine;
using LiveCheckpoint.Checkpoints;

namespace LiveCheckpoint.Commands;

/// <summary>The default command: options to a run.</summary>
internal sealed class RunCommand
{
    private const int MostWriters = 16;

    private readonly Option<long> _seconds = Bounded.Number("--seconds", "N", "How long the workload runs", 1, 86_400, 10);
    private readonly Option<long> _every = Bounded.Number("--checkpoint-every", "MS", "Milliseconds from one checkpoint to the next", 1, 60_000, 100);
    private readonly Option<long> _seed = Bounded.Number("--seed", "N", "Decides what each transaction does", 0, long.MaxValue, 1);
    private readonly Option<string?> _log = new("--log") { Description = "The log; without it, a file in a new temporary folder", HelpName = "FILE" };
    private readonly Option<bool> _append = new("--append") { Description = "Continue an existing log from its last complete epoch" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite an existing log" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Compare with the live image at every epoch, not at every tenth and the last" };
    private readonly Option<string> _sabotage = Bounded.Word("--sabotage", "Break the tracking once, on purpose: the run must then say so and fail", "none", "drop-one", "stale-one");
    private readonly Option<long> _writers = Bounded.Number("--writers", "N", "With --source barrier: N threads with their own databases, which never stop while rounds run; no log", 1, MostWriters, 1);
    private readonly Option<bool> _isolate = new("--isolate") { Description = "The checkpointer is another process, which maps the image read-only and may be killed; with --source barrier and entries of 16 bytes" };
    private readonly Option<bool> _announce = new("--announce") { Hidden = true };
    private readonly TrackerArguments _tracker = new(defaultSizeMebibytes: 64);

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _seconds, _every, _seed, _log, _append, _force, _verify, _sabotage, _writers, _isolate, _announce })
            command.Options.Add(option);
        _tracker.AddTo(command);
        command.SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        if (FindConflict(result) is { } conflict)
        {
            Console.Error.WriteLine(conflict);
            return ExitCode.Refused;
        }
        RunOptions options = Options(result);
        if (result.IsGiven(_writers))
            return WritersSession.Run(options, (int)result.GetValue(_writers));
        return new RunSession(options)
        {
            LogPath = result.GetValue(_log),
            Appends = result.GetValue(_append),
            Overwrites = result.GetValue(_force),
            IsSizeGiven = _tracker.IsSizeGiven(result),
            IsSeedGiven = result.IsGiven(_seed),
            Announces = result.GetValue(_announce),
            Isolates = result.GetValue(_isolate),
        }.Run();
    }

    private RunOptions Options(ParseResult result) => new()
    {
        Duration = TimeSpan.FromSeconds(result.GetValue(_seconds)),
        CheckpointEvery = TimeSpan.FromMilliseconds(result.GetValue(_every)),
        ImagePages = _tracker.ImagePages(result),
        Seed = (ulong)result.GetValue(_seed),
        VerifiesAll = result.GetValue(_verify),
        Sabotage = result.GetValue(_sabotage) switch
        {
            "drop-one" => SabotageKind.DropOne,
            "stale-one" => SabotageKind.StaleOne,
            _ => SabotageKind.None,
        },
        Tracker = _tracker.Options(result),
    };

    private string? FindConflictOfIsolation(ParseResult result)
    {
        if (_tracker.FindConflictOfIsolation(result) is { } conflict)
            return conflict;
        foreach (Option option in new Option[] { _writers, _sabotage, _verify, _announce })
        {
            if (result.IsGiven(option))
                return $"{option.Name} does not go with --isolate: its epochs are made in another process.";
        }

        return null;
    }

    private string? FindConflict(ParseResult result)
    {
        if (_tracker.FindConflict(result) is { } conflict)
            return conflict;
        if (result.GetValue(_append) && result.GetValue(_force))
            return "--append and --force exclude each other: one continues the log, the other overwrites it.";
        if (result.GetValue(_append) && !result.IsGiven(_log))
            return "--append needs --log FILE.";
        if (result.GetValue(_isolate))
            return FindConflictOfIsolation(result);
        if (!result.IsGiven(_writers))
            return null;
        if (_tracker.Source(result) != "barrier")
            return $"--writers needs --source barrier, not {_tracker.Source(result)}: only there does each writer have a ring of its own.";
        if (result.IsGiven(_log) || result.IsGiven(_sabotage))
            return "--writers writes no log: --log and --sabotage do not go with it.";
        long mebibytes = (long)_tracker.ImagePages(result) >> 8;
        long writers = result.GetValue(_writers);
        return writers <= mebibytes ? null : $"--writers {writers} is refused with --size {mebibytes}: each writer needs at least 1 MiB, so at most {mebibytes}.";
    }
}
