using System;
using System.Runtime.CompilerServices;

namespace RingCore.Tests;

/// <summary>Pushes and takes of the typed rings with many parties on one side, inlined into a caller's loop.</summary>
internal sealed class SharedShapes : IDisposable
{
    private const int Items = 256;

    private readonly MpscRing<(ulong, ulong)> _many = new(Items * 2);
    private readonly ManagedMpscRing<string> _managed = new(Items * 2);
    private readonly BroadcastRing<(ulong, ulong)> _broadcast = new(Items * 2);
    private readonly BroadcastRing<CoherentFencePoints, (ulong, ulong)>.ReaderHandle _reader;

    public SharedShapes() => _reader = _broadcast.AddReader();

    /// <summary>Each shape once.</summary>
    public void Run()
    {
        _ = PushMany(_many.Producer);
        _ = TakeMany(_many.Consumer);
        _ = PushManyManaged(_managed.Producer, nameof(SharedShapes));
        _ = TakeManyManaged(_managed.Consumer);
        _ = PushBroadcast(_broadcast.Producer);
        _ = ReadBroadcast(_reader);
    }

    public void Dispose()
    {
        _many.Dispose();
        _managed.Dispose();
        _broadcast.Dispose();
        _reader.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint PushMany(MpscRing<(ulong, ulong)>.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Items && producer.Push((pushed, ~(ulong)pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong TakeMany(MpscRing<(ulong, ulong)>.ConsumerHandle consumer)
    {
        ulong sum = 0;
        while (consumer.TryTake(out (ulong, ulong) item))
            sum += item.Item1 ^ item.Item2;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint PushManyManaged(ManagedMpscRing<string>.ProducerHandle producer, string item)
    {
        uint pushed = 0;
        while (pushed < Items && producer.Push(item) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TakeManyManaged(ManagedMpscRing<string>.ConsumerHandle consumer)
    {
        int sum = 0;
        while (consumer.TryTake(out string? item))
            sum += item.Length;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint PushBroadcast(BroadcastRing<(ulong, ulong)>.ProducerHandle producer)
    {
        uint pushed = 0;
        while (pushed < Items && producer.Push((pushed, ~(ulong)pushed)) == PushStatus.Published)
            pushed++;
        return pushed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ReadBroadcast(BroadcastRing<CoherentFencePoints, (ulong, ulong)>.ReaderHandle reader)
    {
        ulong sum = 0;
        while (reader.TryRead(out (ulong, ulong) item) == BroadcastStatus.Read)
            sum += item.Item1 ^ item.Item2;
        return sum;
    }
}
