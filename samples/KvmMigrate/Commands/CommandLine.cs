using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;

namespace KvmMigrate.Commands;

/// <summary>The program's command line.</summary>
internal static class CommandLine
{
    private const int Refused = 2;

    private static readonly Argument<FileInfo> s_input = new("file") { Description = "What the guest sorts: any file of 16 bytes to 64 MiB." };
    private static readonly Option<string> s_method = Option("--method", "How written pages are found.", "ring");
    private static readonly Option<int> s_vcpus = Option("--vcpus", "vCPUs, 1 to 8; each sorts a part of the file, 4 bytes at least.", 1);
    private static readonly Option<int> s_ringEntries = Option("--ring-entries", "Entries of each vCPU's ring, a power of two from 256 to 65536.", 4096);
    private static readonly Option<int> s_round = Option("--round-ms", "Length of a round, 1 to 10000 ms.", 50);
    private static readonly Option<int> s_stopPages = Option("--stop-pages", "The guest is stopped when a round finds no more pages than this.", 64);
    private static readonly Option<int> s_maxRounds = Option("--max-rounds", "Or after so many rounds, 1 to 1000.", 30);

    /// <summary>Parses and runs.</summary>
    /// <returns>0: the guest's result is right; 1: something failed; 2: the command line was refused.</returns>
    internal static int Run(string[] arguments)
    {
        s_method.AcceptOnlyFromAmong("ring", "bitmap");
        Between(s_vcpus, 1, 8);
        Between(s_round, 1, 10_000);
        Between(s_stopPages, 0, int.MaxValue);
        Between(s_maxRounds, 1, 1000);
        RootCommand root = new(
            "Moves a running guest from one virtual machine to another: copies its memory while it runs, in rounds found by KVM's dirty rings, stops it, copies " +
            "the rest and its vCPUs, and lets it finish in the second machine.")
        {
            s_input, s_method, s_vcpus, s_ringEntries, s_round, s_stopPages, s_maxRounds,
        };
        root.SetAction(result => MigrateCommand.Run(new MigrateArguments(
            result.GetRequiredValue(s_input), result.GetValue(s_method) == "ring", result.GetValue(s_vcpus), result.GetValue(s_ringEntries),
            result.GetValue(s_round), result.GetValue(s_stopPages), result.GetValue(s_maxRounds))));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction)
            return parsed.Invoke();
        foreach (ParseError error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("--help lists what is allowed.");
        return Refused;
    }

    private static Option<T> Option<T>(string name, string description, T byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };

    private static void Between(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int value && (value < least || value > most))
            result.AddError($"{option.Name} is {least} to {most}, not {value}.");
    });
}
