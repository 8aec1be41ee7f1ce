using System;
using System.Diagnostics.CodeAnalysis;

namespace RingCore.Benchmarks.Transfer;

/// <summary>What a transfer of references needs, of rings and of the framework's queues alike. Implemented by structures, as <see cref="IRingFace"/>.</summary>
internal interface IReferenceFace : IDisposable
{
    bool TryPush(NumberedObject item);

    bool TryTake([MaybeNullWhen(false)] out NumberedObject item);
}
