using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using LiveCheckpoint.Commands;

namespace RingCore.Hostile.Commands;

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

    private static RootCommand Create() => new("A hostile collector, and a killer of producers and collectors, against rings and trackers that processes share.")
    {
        FuzzCommand.Create(),
        CrashCommand.Create(),
    };

    private static int Refuse(ParseResult result, TextWriter errors)
    {
        foreach (ParseError error in result.Errors)
            errors.WriteLine(error.Message);
        errors.WriteLine("--help lists what is allowed.");
        return ExitCode.Refused;
    }
}
