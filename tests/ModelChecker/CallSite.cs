using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace RingCore.ModelChecker;

/// <summary>Where in the source a fence point was called.</summary>
/// <param name="File">File name without its folder.</param>
/// <param name="Line">Line number from 1, or 0 where no symbols say.</param>
/// <param name="Member">The method that called.</param>
public sealed record CallSite(string File, int Line, string Member)
{
    private static readonly ConcurrentDictionary<(MethodBase Method, int Offset), CallSite> s_known = new();
    private static readonly CallSite s_unknown = new("?", 0, "?");

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";

    /// <summary>The nearest caller outside this assembly. Exact where the caller is compiled without optimisation.</summary>
    internal static CallSite Capture()
    {
        StackTrace stack = new(fNeedFileInfo: false);
        for (int i = 1; i < stack.FrameCount; i++)
        {
            StackFrame frame = stack.GetFrame(i)!;
            if (frame.GetMethod() is not { } method || method.Module.Assembly == typeof(CallSite).Assembly)
                continue;
            var key = (method, frame.GetILOffset());
            if (s_known.TryGetValue(key, out CallSite? site))
                return site;
            StackFrame found = new StackTrace(fNeedFileInfo: true).GetFrame(i)!;
            return s_known[key] = new CallSite(Path.GetFileName(found.GetFileName()) ?? "?", found.GetFileLineNumber(), method.Name);
        }

        return s_unknown;
    }
}
