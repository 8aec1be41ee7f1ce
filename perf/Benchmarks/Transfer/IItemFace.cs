using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>What a transfer needs of a typed ring.</summary>
internal interface IItemFace : IDisposable
{
    PushStatus Push(in TypedItem item);

    PushResult Push(ReadOnlySpan<TypedItem> items);

    bool TryTake(out TypedItem item);

    int Take(Span<TypedItem> items);
}
