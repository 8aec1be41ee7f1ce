using System;
using System.IO;
using System.Threading;

namespace LiveCheckpoint.Crash;

/// <summary>Ends a child whose parent is gone: the pipe that is its standard input then reads as ended.</summary>
internal static class ParentWatch
{
    internal static void Start()
    {
        Thread thread = new(WaitForTheEnd) { Name = "parent watch", IsBackground = true };
        thread.Start();
    }

    private static void WaitForTheEnd()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
        Environment.Exit(0);
    }
}
