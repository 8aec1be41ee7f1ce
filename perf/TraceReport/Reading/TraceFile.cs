using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using RingCore.TraceReport.Runtime;

namespace RingCore.TraceReport.Reading;

/// <summary>Reads a trace, or as much of it as there is.</summary>
internal static class TraceFile
{
    private static readonly byte[] s_netTraceMagic = Encoding.ASCII.GetBytes("Nettrace");

    /// <summary>Reads it. A trace that breaks off gives what came before, and a fault that says so.</summary>
    /// <exception cref="TraceUnreadableException">Nothing can be read of it.</exception>
    internal static ReadTrace Read(string path)
    {
        switch (FormatOf(path))
        {
            case TraceFormat.NetTrace:
                CheckMagic(path);
                return Read(path, () => new EventPipeEventSource(path));
            case TraceFormat.ZippedEtl:
                RequireWindows(path);
                return ReadZipped(path);
            default:
                RequireWindows(path);
                return Read(path, () => new ETWTraceEventSource(path));
        }
    }

    private static TraceFormat FormatOf(string path)
    {
        if (path.EndsWith(".nettrace", StringComparison.OrdinalIgnoreCase))
            return TraceFormat.NetTrace;
        if (path.EndsWith(".etl.zip", StringComparison.OrdinalIgnoreCase))
            return TraceFormat.ZippedEtl;
        if (path.EndsWith(".etl", StringComparison.OrdinalIgnoreCase))
            return TraceFormat.Etl;
        throw new TraceUnreadableException($"{path}: the name of a trace ends in .nettrace, .etl or .etl.zip.");
    }

    private static void CheckMagic(string path)
    {
        byte[] start = new byte[s_netTraceMagic.Length];
        int read;
        try
        {
            using FileStream file = File.OpenRead(path);
            read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TraceUnreadableException($"{path} cannot be opened: {failure.Message}", failure);
        }

        if (read == 0)
            throw new TraceUnreadableException($"{path} is empty: the session that wrote it was ended before it began to write.");
        if (!start.AsSpan(0, read).SequenceEqual(s_netTraceMagic))
            throw new TraceUnreadableException($"{path} is not an EventPipe trace: it does not begin with \"Nettrace\".");
    }

    private static void RequireWindows(string path)
    {
        if (!File.Exists(path))
            throw new TraceUnreadableException($"{path} does not exist.");
        if (!OperatingSystem.IsWindows())
            throw new TraceUnreadableException($"{path}: ETW traces are decoded by Windows' own library; read this one on Windows. Traces in .nettrace are read everywhere.");
    }

    private static ReadTrace ReadZipped(string path)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-trace-");
        try
        {
            string unpacked = Path.Combine(folder.FullName, "unpacked.etl");
            using (ZipArchive archive = ZipFile.OpenRead(path))
            {
                ZipArchiveEntry traced = archive.Entries.FirstOrDefault(entry => entry.Name.EndsWith(".etl", StringComparison.OrdinalIgnoreCase))
                    ?? throw new TraceUnreadableException($"{path} has no .etl file in it.");
                traced.ExtractToFile(unpacked);
            }

            return Read(unpacked, () => new ETWTraceEventSource(unpacked)) with { Path = path };
        }
        catch (InvalidDataException failure)
        {
            throw new TraceUnreadableException($"{path} is not a zip file, or is damaged: {failure.Message}", failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ReadTrace Read(string path, Func<TraceEventDispatcher> open)
    {
        TraceEventDispatcher source;
        try
        {
            source = open();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The library throws what its reading of the header happened to run into: any type at all.
            throw new TraceUnreadableException($"{path}: its header cannot be read: {OneLine(failure)}", failure);
        }

        using (source)
            return Read(path, source);
    }

    private static ReadTrace Read(string path, TraceEventDispatcher source)
    {
        long events = 0;
        double endMs = 0;
        source.AllEvents += traced =>
        {
            events++;
            endMs = Math.Max(endMs, traced.TimeStampRelativeMSec);
        };
        RingEventReader rings = new(source);
        ClrTraceEventParser runtime = source.Clr;
        GcPauses pauses = new(runtime);
        PoolStalls stalls = new(runtime);
        string? fault = null;
        try
        {
            source.Process();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // As above. What was dispatched before is whole events, and stands.
            fault = $"the trace breaks off after {events} events, {endMs:F1} ms from its beginning: {OneLine(failure)}";
        }

        return new ReadTrace
        {
            Path = path,
            Fault = fault,
            Start = source.SessionStartTime,
            EndMs = endMs,
            EventsLost = source.EventsLost,
            Events = events,
            RingEvents = rings.Counts,
            Undecoded = rings.Undecoded,
            FirstUndecoded = rings.FirstUndecoded,
            Log = rings.Log,
            GcPauses = pauses.Finish(endMs),
            PoolStalls = stalls.Finish(),
        };
    }

    private static string OneLine(Exception failure) => $"{failure.GetType().Name}, {failure.Message.ReplaceLineEndings(" ").Trim()}";
}
