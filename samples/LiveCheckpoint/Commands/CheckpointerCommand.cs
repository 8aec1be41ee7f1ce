using System;
using System.CommandLine;
using System.IO;
using LiveCheckpoint.Crash;
using LiveCheckpoint.Isolated;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Commands;

/// <summary>The hidden command by which a run with <c>--isolate</c> starts its checkpointers.</summary>
internal static class CheckpointerCommand
{
    internal static Command Create()
    {
        Option<string> socket = new("--socket") { Required = true };
        Option<string> log = new("--log") { Required = true };
        Option<int> pages = new("--pages") { Required = true };
        Option<ulong> seed = new("--seed") { Required = true };
        Command command = new(CheckpointerProcess.Command) { socket, log, pages, seed };
        command.Hidden = true;
        command.SetAction(result =>
        {
            LogHeader header = new(result.GetValue(pages), result.GetValue(seed), Generation: 0);
            return Run(result.GetValue(socket)!, result.GetValue(log)!, header, Console.Error);
        });
        return command;
    }

    private static int Run(string socketPath, string logPath, LogHeader header, TextWriter errors)
    {
        ParentWatch.Start();
        try
        {
            using IsolatedCheckpointer checkpointer = IsolatedCheckpointer.Open(socketPath, logPath, header);
            checkpointer.Run();
            return ExitCode.Good;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(error.Message);
            return ExitCode.Failed;
        }
    }
}
