using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>A C program that prints what a header of Linux says, one "name value" a line. Its source is a resource of this assembly.</summary>
internal static class HeaderProgram
{
    /// <summary>Compiles it, runs it, and reads what it prints.</summary>
    public static Dictionary<string, string> Run(string resource)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-header-");
        try
        {
            string source = Path.Combine(folder.FullName, resource);
            string program = Path.ChangeExtension(source, null);
            using (Stream embedded = typeof(HeaderProgram).Assembly.GetManifestResourceStream(resource)!)
            using (FileStream file = File.Create(source))
                embedded.CopyTo(file);
            Run("g++", "-x", "c", "-Wall", "-Werror", "-o", program, source);
            return Run(program, []).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"{program} did not end.");
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
        return output;
    }
}
