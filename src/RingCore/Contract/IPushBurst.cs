using System;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Pushes of one producer, one after the other, with its cursor in registers: for loops over any design that has bursts. Generic over the burst's type and
/// handed over by value, such a loop is compiled for each design as if it were written for it, by <c>tests/Codegen.Tests</c>.
/// </summary>
/// <remarks>
/// On the handle's thread, which meanwhile uses the handle for nothing else. <see cref="IDisposable.Dispose"/> ends the burst. A generic loop makes the page
/// in a statement of its own, before the push: among the call's arguments it comes after the burst's address, for which the JIT keeps the cursor in memory.
/// </remarks>
public interface IPushBurst : IDisposable
{
    /// <inheritdoc cref="IDirtyProducer.Push(DirtyPage)"/>
    PushStatus Push(DirtyPage page);
}
