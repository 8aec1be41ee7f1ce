using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Copies payload between slots, which another thread uses too, and memory of the caller's. By lines where the processor has vectors of a line.</summary>
internal static unsafe class WordCopies
{
    /// <summary>Into slots.</summary>
    /// <param name="slot">Aligned to 4: items of 12 bytes have every other one so.</param>
    /// <param name="from">Memory of the caller's, of any alignment.</param>
    /// <param name="bytes">A multiple of 4.</param>
    internal static void Write<TFence>(byte* slot, byte* from, nuint bytes)
        where TFence : IFencePoints
    {
        byte* end = slot + bytes;
        if (((nuint)slot | bytes) % sizeof(ulong) == 0)
        {
            if (Vector512.IsHardwareAccelerated && bytes >= 2 * CacheLine.Bytes)
            {
                for (; (nuint)slot % CacheLine.Bytes != 0; slot += sizeof(ulong), from += sizeof(ulong))
                    TFence.WritePlain((ulong*)slot, *(ulong*)from);
                for (; end - slot >= CacheLine.Bytes; slot += CacheLine.Bytes, from += CacheLine.Bytes)
                    TFence.StoreWide512((ulong*)slot, Vector512.Load((ulong*)from));
            }

            for (; end - slot >= 2 * sizeof(ulong); slot += 2 * sizeof(ulong), from += 2 * sizeof(ulong))
                TFence.StoreWide128((ulong*)slot, Vector128.Load((ulong*)from));
            if (slot != end)
                TFence.WritePlain((ulong*)slot, *(ulong*)from);
            return;
        }

        for (; slot != end; slot += sizeof(uint), from += sizeof(uint))
            TFence.WritePlain((uint*)slot, *(uint*)from);
    }

    /// <summary>Out of slots.</summary>
    /// <param name="slot">Aligned to 4: items of 12 bytes have every other one so.</param>
    /// <param name="to">Memory of the caller's, of any alignment.</param>
    /// <param name="bytes">A multiple of 4.</param>
    internal static void Read<TFence>(byte* slot, byte* to, nuint bytes)
        where TFence : IFencePoints
    {
        byte* end = slot + bytes;
        if (((nuint)slot | bytes) % sizeof(ulong) == 0)
        {
            if (Vector512.IsHardwareAccelerated && bytes >= 2 * CacheLine.Bytes)
            {
                for (; (nuint)slot % CacheLine.Bytes != 0; slot += sizeof(ulong), to += sizeof(ulong))
                    *(ulong*)to = TFence.ReadPlain((ulong*)slot);
                for (; end - slot >= CacheLine.Bytes; slot += CacheLine.Bytes, to += CacheLine.Bytes)
                    TFence.LoadWide512((ulong*)slot).Store((ulong*)to);
            }

            for (; end - slot >= 2 * sizeof(ulong); slot += 2 * sizeof(ulong), to += 2 * sizeof(ulong))
                TFence.LoadWide128((ulong*)slot).Store((ulong*)to);
            if (slot != end)
                *(ulong*)to = TFence.ReadPlain((ulong*)slot);
            return;
        }

        for (; slot != end; slot += sizeof(uint), to += sizeof(uint))
            *(uint*)to = TFence.ReadPlain((uint*)slot);
    }

    /// <summary>One item into its slot.</summary>
    internal static void WriteItem<TFence, T>(byte* slot, T item)
        where TFence : IFencePoints
        where T : unmanaged => Write<TFence>(slot, (byte*)&item, (nuint)sizeof(T));

    /// <summary>One item out of its slot.</summary>
    internal static T ReadItem<TFence, T>(byte* slot)
        where TFence : IFencePoints
        where T : unmanaged
    {
        T item = default;
        Read<TFence>(slot, (byte*)&item, (nuint)sizeof(T));
        return item;
    }
}
