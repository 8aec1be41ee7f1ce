using System;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>One write of a collector that may write whatever it likes: into an entry, or into one of the words that a collector can reach.</summary>
/// <param name="At">Accesses of the other party before it.</param>
/// <param name="Where">Picks the entry.</param>
/// <param name="What">Picks the field or the word, and whether one entry or all are written.</param>
/// <param name="Value">Picks the value.</param>
internal readonly record struct HostileWrite(int At, int Where, int What, int Value)
{
    private static readonly uint[] s_states = [0, 1, 2, 3, 2, 2, 4, 6, 0x8000_0000, 0x8000_0002, uint.MaxValue];
    private static readonly uint[] s_slots = [0, 1, 7, 0x1_0002, 0x7FFF_FFFF, uint.MaxValue];
    private static readonly ulong[] s_offsets = [0, 1, 63, 64, 69, 999, 1000, 1UL << 63, ulong.MaxValue - 62, ulong.MaxValue - 63, ulong.MaxValue];

    /// <summary>A random one, at most so many accesses away.</summary>
    public static HostileWrite Of(Random random, int maxAccesses) =>
        new(random.Next(maxAccesses), random.Next(1024), random.Next(16), random.Next(1024));

    /// <summary>Writes.</summary>
    public unsafe void Apply(KvmDirtyGfn* entries, int count, in RingWords words)
    {
        switch (What)
        {
            case 0:
                *words.Fetch = (uint)Value * 0x0400_0001u;
                return;
            case 1:
                *words.CollectorWaits = (uint)Value;
                return;
        }

        for (int i = 0; i < (What == 15 ? count : 1); i++)
        {
            KvmDirtyGfn* entry = entries + ((Where + i) % count);
            if (What is 2 or 3)
                entry->Slot = s_slots[Value % s_slots.Length];
            else if (What is 4 or 5)
                entry->Offset = s_offsets[Value % s_offsets.Length];
            else
                entry->Flags = s_states[Value % s_states.Length];
        }
    }
}
