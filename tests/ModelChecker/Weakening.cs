using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>
/// A mutant without a change of source: every fence point called from one line loses its order while a program is explored.
/// </summary>
/// <remarks>
/// An acquire load and a release store become plain, a fence is gone, a wait or a wake stays. An exchange loses its fences and stays
/// indivisible, unless it is taken apart. The caller must be compiled without optimisation, so that the stack names the line.
/// </remarks>
/// <param name="File">File name without its folder.</param>
/// <param name="Line">Line number from 1.</param>
/// <param name="TakesExchangesApart">Whether an exchange becomes a plain read and then a plain write.</param>
public sealed record Weakening(string File, int Line, bool TakesExchangesApart = false)
{
    internal bool Applies(CallSite site) => site.Line == Line && site.File.Equals(File, StringComparison.Ordinal);

    internal Access Weaken(in Access access, CallSite site) =>
        access.Kind is AccessKind.Wait or AccessKind.Resume or AccessKind.Wake || !Applies(site) ? access : access with { Order = AccessOrder.Plain };
}
