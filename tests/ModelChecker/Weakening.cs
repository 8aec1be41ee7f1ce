using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>
/// A mutant without a change of source: every fence point called from one line loses its order while a program is explored.
/// </summary>
/// <remarks>
/// An acquire load and a release store become plain, an exchange keeps its indivisibility and loses its fences, a fence is gone, a wait or
/// a wake stays. The caller must be compiled without optimisation, so that the stack names the line.
/// </remarks>
/// <param name="File">File name without its folder.</param>
/// <param name="Line">Line number from 1.</param>
public sealed record Weakening(string File, int Line)
{
    internal bool Applies(CallSite site) => site.Line == Line && site.File.Equals(File, StringComparison.Ordinal);

    internal static Access Weaken(in Access access) => access.Kind is AccessKind.Wait or AccessKind.Resume or AccessKind.Wake
        ? access
        : access with { Order = AccessOrder.Plain };
}
