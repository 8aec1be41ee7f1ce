using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>Where in the source a fence point was called.</summary>
/// <param name="File">File name without its folder.</param>
/// <param name="Line">Line number from 1, or 0 where no symbols say.</param>
/// <param name="Member">The method that called.</param>
public sealed record CallSite(string File, int Line, string Member)
{
    private static readonly ConcurrentDictionary<(MethodBase Method, int Offset, string FencePoint), CallSite> s_known = new();
    private static readonly CallSite s_unknown = new("?", 0, "?");

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";

    /// <summary>The nearest caller outside this assembly. Exact where the caller is compiled without optimisation.</summary>
    internal static CallSite Capture(in Access access)
    {
        StackTrace stack = new(fNeedFileInfo: false);
        for (int i = 1; i < stack.FrameCount; i++)
        {
            StackFrame frame = stack.GetFrame(i)!;
            if (frame.GetMethod() is not { } method || method.Module.Assembly == typeof(CallSite).Assembly)
                continue;
            var key = (method, frame.GetILOffset(), access.FencePoint);
            if (s_known.TryGetValue(key, out CallSite? site))
                return site;
            StackFrame found = new StackTrace(fNeedFileInfo: true).GetFrame(i)!;
            return s_known[key] = Resolve(found, method.Name, access.FencePoint);
        }

        return s_unknown;
    }

    // A call in a finally block is reported at the first line of its method: it is the next call of this fence point.
    private static CallSite Resolve(StackFrame frame, string member, string fencePoint)
    {
        string? path = frame.GetFileName();
        int line = frame.GetFileLineNumber();
        if (path is null || !System.IO.File.Exists(path))
            return new CallSite(Path.GetFileName(path) ?? "?", line, member);
        string[] source = System.IO.File.ReadAllLines(path);
        int called = line == 0 ? -1 : Array.FindIndex(source, line - 1, text => text.Contains($".{fencePoint}", StringComparison.Ordinal));
        return new CallSite(Path.GetFileName(path), called < 0 ? line : called + 1, member);
    }
}
