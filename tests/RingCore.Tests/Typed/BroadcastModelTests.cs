using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Random calls on one thread against a plain list, for items of sizes that are and are not made of whole words.</summary>
[Trait("Category", "Typed")]
public class BroadcastModelTests
{
    private enum Call
    {
        Push,
        PushMany,
        Read,
        ReadMany,
        Take,
        Join,
        Leave,
        Complete,
    }

    [Fact]
    public void Bytes() => Check(i => (byte)i);

    [Fact]
    public void Words_of_4() => Check(i => i);

    [Fact]
    public void Words_of_8() => Check(i => (long)i << 32 | (uint)~i);

    [Fact]
    public void Twelve_bytes() => Check(i => new Twelve(i, i * 3, ~i));

    [Fact]
    public void Thirteen_bytes() => Check(i => new Thirteen(i, ~i, i * 5, (byte)i));

    [Fact]
    public void Forty_bytes() => Check(i => new Forty(i, i + 1, i + 2, i + 3, ~i));

    private static void Check<T>(Func<int, T> item)
        where T : unmanaged
    {
        Gen<(Call, int)> call = Gen.Choose(0, 99).Select(n => n switch
        {
            < 25 => Call.Push,
            < 45 => Call.PushMany,
            < 65 => Call.Read,
            < 80 => Call.ReadMany,
            < 88 => Call.Take,
            < 95 => Call.Join,
            < 99 => Call.Leave,
            _ => Call.Complete,
        }).SelectMany(c => Gen.Choose(1, 20).Select(count => (c, count)));
        for (int capacity = 1; capacity <= 16; capacity *= 2)
        {
            int size = capacity;
            Properties.ForAllArrays(call, 60, 60, calls => Run(calls, item, size));
        }
    }

    private static void Run<T>((Call, int)[] calls, Func<int, T> item, int capacity)
        where T : unmanaged
    {
        using BroadcastRing<CoherentFencePoints, T> ring = new(capacity, uint.MaxValue - 20UL);
        List<T> published = [];
        List<Reader<T>> readers = [];
        bool hasEnded = false;
        foreach ((Call call, int count) in calls)
        {
            Reader<T>? reader = readers.Count == 0 ? null : readers[count % readers.Count];
            switch (call)
            {
                case Call.Push:
                    Assert.Equal(hasEnded ? PushStatus.RefusedCompleted : PushStatus.Published, ring.Producer.Push(item(published.Count)));
                    if (!hasEnded)
                        published.Add(item(published.Count));
                    break;
                case Call.PushMany:
                    T[] items = new T[count];
                    for (int i = 0; i < count; i++)
                        items[i] = item(published.Count + i);
                    Assert.Equal(hasEnded ? 0 : count, ring.Producer.Push(items).Pushed);
                    if (!hasEnded)
                        published.AddRange(items);
                    break;
                case Call.Join:
                    BroadcastStart start = count % 2 == 0 ? BroadcastStart.Next : BroadcastStart.Oldest;
                    int first = start == BroadcastStart.Next ? published.Count : Math.Max(0, published.Count - capacity);
                    readers.Add(new Reader<T>(ring.AddReader(start), first, capacity));
                    break;
                case Call.Leave:
                    reader?.Handle.Dispose();
                    _ = reader is not null && readers.Remove(reader);
                    break;
                case Call.Complete:
                    ring.Producer.Complete();
                    hasEnded = true;
                    break;
                default:
                    reader?.Check(call, count, published, hasEnded);
                    break;
            }
        }

        readers.ForEach(reader => reader.Handle.Dispose());
    }

    private sealed class Reader<T>(BroadcastRing<CoherentFencePoints, T>.ReaderHandle handle, int position, int capacity)
        where T : unmanaged
    {
        private int _position = position;
        private int _lost;

        public BroadcastRing<CoherentFencePoints, T>.ReaderHandle Handle { get; } = handle;

        public void Check(Call call, int count, List<T> published, bool hasEnded)
        {
            bool isLapped = published.Count - _position > capacity;
            if (isLapped)
            {
                int next = Math.Max(published.Count - Math.Max(capacity / 2, 1), _position + 1);
                _lost += next - _position;
                _position = next;
            }

            BroadcastStatus nothing = hasEnded ? BroadcastStatus.Completed : BroadcastStatus.Empty;
            List<T> left = published[_position..];
            T[] items = new T[count];
            if (call == Call.Read)
            {
                BroadcastStatus status = Handle.TryRead(out T item);
                Assert.Equal(isLapped ? BroadcastStatus.Lapped : left.Count > 0 ? BroadcastStatus.Read : nothing, status);
                Advance(status == BroadcastStatus.Read ? [item] : [], left);
            }
            else if (call == Call.ReadMany)
            {
                BroadcastResult result = Handle.Read(items);
                Assert.Equal(isLapped ? BroadcastStatus.Lapped : left.Count > 0 ? BroadcastStatus.Read : nothing, result.Status);
                Assert.Equal(isLapped ? 0 : Math.Min(count, left.Count), result.Items);
                Advance(items[..result.Items], left);
            }
            else
            {
                Assert.Equal(Math.Min(count, left.Count), Handle.Take(items));
                Advance(items[..Math.Min(count, left.Count)], left);
            }

            Assert.Equal((ulong)_lost, Handle.Lost);
            Assert.Equal((ulong)(published.Count - _position), Handle.Backlog);
            Assert.Equal(hasEnded && _position == published.Count, Handle.IsCompleted);
        }

        private void Advance(T[] read, List<T> left)
        {
            Assert.Equal(left[..read.Length], read);
            _position += read.Length;
        }
    }

    private readonly record struct Twelve(int A, int B, int C);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Thirteen(int A, int B, int C, byte D);

    private readonly record struct Forty(long A, long B, long C, long D, long E);
}
