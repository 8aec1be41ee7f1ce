using System;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Moves;
using RingCore.Layouts;

namespace RingCore.Hostile.Oracle;

/// <summary>Writes pages and pushes those that were not marked, as a writer does whose pages a table protects. What the ring refuses it keeps for later.</summary>
internal sealed class PageWriter(PageOracle oracle, AttackedRing ring)
{
    /// <summary>Most pages that are pushed in one batch.</summary>
    internal const int LongestBurst = 12;

    private readonly int[] _pending = new int[(2 * HostilePages.Count) + LongestBurst];
    private readonly DirtyPage[] _burst = new DirtyPage[LongestBurst];
    private int _pendingPages;

    /// <summary>Writes some pages, in a row or anywhere, and pushes them in a batch or one by one.</summary>
    internal void Write(ref RandomSequence random)
    {
        int pages = 1 + random.Below(LongestBurst);
        int page = random.Below(HostilePages.Count);
        bool inRow = random.Below(2) == 0;
        for (int i = 0; i < pages; i++)
        {
            page = inRow ? (page + 1) % HostilePages.Count : random.Below(HostilePages.Count);
            if (oracle.Write(page) && _pendingPages < _pending.Length)
                _pending[_pendingPages++] = page;
        }

        if (random.Below(2) == 0)
            PushBurst();
        else
            PushEach();
    }

    private void PushBurst()
    {
        int pages = Math.Min(_pendingPages, _burst.Length);
        for (int i = 0; i < pages; i++)
        {
            _burst[i] = HostilePages.At(_pending[i]);
            oracle.Push(_pending[i]);
        }

        int pushed = ring.Push(_burst.AsSpan(0, pages)).Pushed;
        oracle.EndPush(pages, pushed);
        Drop(pushed);
    }

    private void PushEach()
    {
        int pushed = 0;
        PushStatus status = PushStatus.Published;
        while (pushed < _pendingPages && status != PushStatus.RefusedFull)
        {
            oracle.Push(_pending[pushed]);
            status = ring.Push(HostilePages.At(_pending[pushed]));
            int taken = status == PushStatus.RefusedFull ? 0 : 1;
            oracle.EndPush(1, taken);
            pushed += taken;
        }

        Drop(pushed);
    }

    private void Drop(int pages)
    {
        _pendingPages -= pages;
        Array.Copy(_pending, pages, _pending, 0, _pendingPages);
    }
}
