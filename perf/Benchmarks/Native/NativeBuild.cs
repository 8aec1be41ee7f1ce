using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Native;

/// <summary>
/// Builds the libraries of <c>perf/native</c> on first use, into the program's own folder, and again when a source is newer. Nothing is
/// installed: what a library needs and the machine lacks is named.
/// </summary>
internal static class NativeBuild
{
    private const string Compiler = "g++";
    private static readonly string[] s_flags = ["-O3", "-march=native", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror"];

    // The sources are copied beside the program when it is built.
    private static readonly string s_sources = Path.Combine(AppContext.BaseDirectory, "native");

    // Code for this processor alone: another processor that sees the same folder builds its own.
    private static readonly string s_output = Path.Combine(s_sources, "built", ProcessorKey());

    /// <summary>The path of a source's library, built if need be.</summary>
    /// <param name="source">What to build.</param>
    /// <param name="absence">Why there is none; default where there is one.</param>
    /// <returns>Null where it cannot be built.</returns>
    internal static string? TryBuild(NativeSource source, out Absence absence)
    {
        absence = default;
        string file = Path.Combine(s_sources, source.File);
        string library = Path.Combine(s_output, "lib" + Path.GetFileNameWithoutExtension(file) + ".so");
        if (IsUpToDate(library, file))
            return library;
        Directory.CreateDirectory(s_output);
        string unfinished = $"{library}.{Environment.ProcessId}";
        List<string> arguments = [.. s_flags, "-I", Path.Combine(s_sources, "include")];
        if (source.PkgConfig.Length > 0)
        {
            if (!TryRun("pkg-config", ["--cflags", source.PkgConfig], out string cflags))
            {
                absence = Missing(source);
                return null;
            }

            arguments.AddRange(OfLibrary(cflags));
        }

        bool isC = file.EndsWith(".c", StringComparison.Ordinal);
        arguments.AddRange(isC ? ["-x", "c", "-std=gnu11", file, "-x", "none"] : ["-std=c++17", file]);
        arguments.AddRange(["-o", unfinished, .. source.Link]);
        if (!TryRun(Compiler, arguments, out string messages))
        {
            absence = messages.Length == 0 ? new Absence(source.Parties, "not run: needs the Debian package g++")
                : messages.Contains("No such file or directory", StringComparison.Ordinal) && source.Packages.Length > 0 ? Missing(source)
                : new Absence(source.Parties, $"not run: {source.File} does not compile: {FirstError(messages)}");
            return null;
        }

        // A library appears whole or not at all, whoever else builds it at the same time.
        File.Move(unfinished, library, overwrite: true);
        return library;
    }

    private static Absence Missing(NativeSource source)
    {
        string noun = source.Packages.Contains(" and ", StringComparison.Ordinal) ? "packages" : "package";
        return new Absence(source.Parties, $"not run: needs the Debian {noun} {source.Packages}");
    }

    private static bool IsUpToDate(string library, string file)
    {
        if (!File.Exists(library))
            return false;
        DateTime built = File.GetLastWriteTimeUtc(library);
        return File.GetLastWriteTimeUtc(file) <= built
            && Directory.EnumerateFiles(Path.Combine(s_sources, "include")).All(header => File.GetLastWriteTimeUtc(header) <= built);
    }

    /// <summary>A library's own flags: its headers' warnings are not ours, and its idea of the processor is older than this one.</summary>
    private static IEnumerable<string> OfLibrary(string cflags)
    {
        foreach (string flag in cflags.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (flag.StartsWith("-I", StringComparison.Ordinal))
            {
                yield return "-isystem";
                yield return flag[2..];
            }
            else if (!flag.StartsWith("-march", StringComparison.Ordinal))
            {
                yield return flag;
            }
        }
    }

    /// <returns>Whether the program is there and succeeds; without it there is no output.</returns>
    private static bool TryRun(string program, IEnumerable<string> arguments, out string output)
    {
        output = "";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return true;
            output += errors.Result;
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string FirstError(string messages) =>
        messages.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? messages.Split('\n')[0];

    private static string ProcessorKey()
    {
        string flags = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? ""
            : "";
        byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes(flags + string.Join(' ', s_flags)));
        return Convert.ToHexStringLower(key.AsSpan(0, 8));
    }
}
