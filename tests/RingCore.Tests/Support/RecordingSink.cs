using System;
using System.Collections.Generic;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>A sink that keeps what it is called with, and does what a test asks before it returns.</summary>
internal sealed class RecordingSink : IResetSink
{
    /// <summary>The calls that returned, in order.</summary>
    public List<ResetBatch> Calls { get; } = [];

    /// <summary>Runs at the start of each call; an exception from it leaves no record.</summary>
    public Action? OnCall { get; set; }

    /// <summary>Each bit of each call, in order of the calls.</summary>
    public List<DirtyPage> Pages
    {
        get
        {
            List<DirtyPage> pages = [];
            foreach ((uint slot, ulong offset, ulong mask) in Calls)
            {
                for (ulong rest = mask; rest != 0; rest &= rest - 1)
                    pages.Add(new DirtyPage(slot, offset + (uint)BitOperations.TrailingZeroCount(rest)));
            }

            return pages;
        }
    }

    public void ResetPages(uint slot, ulong offset, ulong mask)
    {
        OnCall?.Invoke();
        Calls.Add(new ResetBatch(slot, offset, mask));
    }
}

