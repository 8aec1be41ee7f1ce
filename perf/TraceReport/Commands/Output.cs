using Spectre.Console;

namespace RingCore.TraceReport.Commands;

/// <summary>Where reports are printed to.</summary>
internal static class Output
{
    private const int RedirectedWidth = 200;

    /// <summary>A file gets plain text, and lines that are not broken at a terminal's width.</summary>
    internal static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected)
            return AnsiConsole.Console;
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = RedirectedWidth;
        return plain;
    }
}
