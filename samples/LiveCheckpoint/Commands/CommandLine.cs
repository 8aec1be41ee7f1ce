using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;

namespace LiveCheckpoint.Commands;

/// <summary>The program's command line.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The process's <see cref="ExitCode"/>.</returns>
    internal static int Run(string[] arguments)
    {
        ParseResult result = Create().Parse(arguments);
        if (result.Errors.Count == 0 || result.Action is System.CommandLine.Help.HelpAction)
            return result.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return Refuse(result, Console.Error);
    }

    private static RootCommand Create()
    {
        RootCommand root = new(
            "A live in-memory SQLite database, checkpointed through dirty rings: runs a transactional workload, logs only the pages that were " +
            "written, restores the database from the log, and compares it with the live one.");
        new RunCommand().AddTo(root);
        root.Subcommands.Add(RestoreCommand.Create());
        root.Subcommands.Add(CrashCommand.Create());
        root.Subcommands.Add(CheckpointerCommand.Create());
        return root;
    }

    private static int Refuse(ParseResult result, TextWriter errors)
    {
        foreach (ParseError error in result.Errors)
            errors.WriteLine(error.Message);
        errors.WriteLine("--help lists what is allowed.");
        return ExitCode.Refused;
    }
}
