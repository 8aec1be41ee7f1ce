using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.Tests.Virtio;

/// <summary>What a virtqueue does, without a ring: lists of chains, and positions that never wrap.</summary>
internal sealed class ModelQueue
{
    private readonly int _size;
    private readonly VirtqueueFeatures _features;
    private readonly List<Chain> _added = [];
    private readonly List<UsedBuffer> _used = [];
    private readonly Wish _kicks;
    private readonly Wish _calls;
    private ulong _nextToken;
    private int _free;

    public ModelQueue(int size, VirtqueueFeatures features)
    {
        _size = _free = size;
        _features = features;
        _kicks = new Wish(size);
        _calls = new Wish(size);
    }

    public List<Chain> Held { get; } = [];

    public int Free => _free;

    public int Used => _used.Count;

    public VirtqueueAddStatus Add(VirtqueueBuffer[] readable, VirtqueueBuffer[] writable, bool indirect, out ulong token)
    {
        token = _nextToken;
        int descriptors = indirect ? 1 : readable.Length + writable.Length;
        if (readable.Length + writable.Length == 0)
            return VirtqueueAddStatus.RefusedEmpty;
        if (descriptors > _size)
            return VirtqueueAddStatus.RefusedTooLong;
        if (descriptors > _free)
            return VirtqueueAddStatus.RefusedFull;
        _nextToken++;
        _free -= descriptors;
        _added.Add(new Chain(token, descriptors, readable, writable, default));
        _kicks.Change(descriptors);
        return VirtqueueAddStatus.Added;
    }

    public Chain? Take()
    {
        if (_added.Count == 0)
            return null;
        Chain chain = _added[0];
        _added.RemoveAt(0);
        _kicks.Look(chain.Descriptors);
        return chain;
    }

    /// <summary>Gives back those held at the places, of which a batch names the last alone.</summary>
    public void Complete(int first, int count, uint written, bool batch)
    {
        for (int i = 0; i < count; i++)
        {
            Chain chain = Held[first + i];
            _used.Add(new UsedBuffer(chain.Token, batch && i + 1 < count ? chain.WritableBytes : written));
            Unreclaimed[chain.Token] = chain.Descriptors;
            _calls.Change(chain.Descriptors);
        }

        Held.RemoveRange(first, count);
    }

    public Dictionary<ulong, int> Unreclaimed { get; } = [];

    public UsedBuffer? Reclaim()
    {
        if (_used.Count == 0)
            return null;
        UsedBuffer used = _used[0];
        _used.RemoveAt(0);
        Unreclaimed.Remove(used.Token, out int descriptors);
        _free += descriptors;
        _calls.Look(descriptors);
        return used;
    }

    public bool NeedsKick() => _kicks.IsNeeded();

    public bool NeedsCall() => _calls.IsNeeded();

    public bool EnableKicks(bool enable)
    {
        _kicks.Ask(enable, _features, 0);
        return _added.Count == 0;
    }

    public bool EnableCalls(bool enable, int after)
    {
        _calls.Ask(enable, _features, after - 1);
        return _used.Count == 0;
    }

    /// <summary>A chain on its way.</summary>
    public sealed record Chain(ulong Token, int Descriptors, VirtqueueBuffer[] Readable, VirtqueueBuffer[] Writable, VirtqueueChain Taken)
    {
        public uint WritableBytes => (uint)Writable.Sum(buffer => buffer.Length);
    }

    /// <summary>One direction's notifications.</summary>
    private sealed class Wish(int size)
    {
        private bool _enabled = true;
        private long _at = -1;
        private long _changed;
        private long _asked;
        private long _looked;

        public void Change(int descriptors) => _changed += descriptors;

        public void Look(int descriptors) => _looked += descriptors;

        public void Ask(bool enable, VirtqueueFeatures features, int ahead)
        {
            _enabled = enable;
            _at = (features & VirtqueueFeatures.EventIndex) != 0 ? _looked + ahead : -1;
        }

        /// <summary>Whether the descriptor asked for is among those changed since the last call, as far as index and wrap counter tell.</summary>
        public bool IsNeeded()
        {
            long changed = Math.Min(_changed - _asked, size);
            _asked = _changed;
            long ago = (((_changed - _at) % (2L * size)) + (2L * size)) % (2L * size);
            return changed > 0 && _enabled && (_at < 0 || (ago >= 1 && ago <= changed));
        }
    }
}
