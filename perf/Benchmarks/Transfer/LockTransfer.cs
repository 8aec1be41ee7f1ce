using System.Threading;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>What one writes first: a lock around a circular buffer.</summary>
/// <param name="entries">Entries of the buffer, a power of two.</param>
internal sealed class LockTransfer(int entries) : ITransfer
{
    private readonly Lock _gate = new();
    private readonly DirtyPage[] _pages = new DirtyPage[entries];
    private uint _first;
    private uint _count;

    public string Name => "Lock";

    public void Produce(long items)
    {
        for (long i = 0; i < items; i++)
        {
            while (!TryAdd(new DirtyPage(0, (ulong)i)))
                Pause.Briefly();
        }
    }

    public ulong Consume(long items)
    {
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            DirtyPage page;
            while (!TryTake(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        return sum;
    }

    public void Dispose()
    {
    }

    private bool TryAdd(DirtyPage page)
    {
        lock (_gate)
        {
            if (_count == _pages.Length)
                return false;
            _pages[(_first + _count) % (uint)_pages.Length] = page;
            _count++;
            return true;
        }
    }

    private bool TryTake(out DirtyPage page)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                page = default;
                return false;
            }

            page = _pages[_first];
            _first = (_first + 1) % (uint)_pages.Length;
            _count--;
            return true;
        }
    }
}
