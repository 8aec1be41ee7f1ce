using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RingCore.Hostile.Platform;

/// <summary>This program as a child process, in a role that is no command.</summary>
internal static class OwnProgram
{
    /// <summary>Starts it. Its standard input is a pipe that ends with this process; its output goes where this process's goes.</summary>
    /// <param name="role">The role's word.</param>
    /// <param name="arguments">What the role needs.</param>
    internal static Process Start(string role, params ReadOnlySpan<string> arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host) { RedirectStandardInput = true };
        // All code is compiled once, where it is called, and by no thread beside: what is forked must not wait for one.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        // And in memory that a fork copies: the runtime's second, writable mapping of its code is shared, and children would write each other's.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        start.ArgumentList.Add(role);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>A number as an argument.</summary>
    internal static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
