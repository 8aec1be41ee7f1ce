using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a resetter remembers between resets.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct ResetterCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 24 + CacheLine.PaddingBytes;

    /// <summary>Entries reset so far: the position of the next reset.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Reset;

    /// <summary>Entries reset without a call of the sink, because they named no page of the slot table.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong OutOfRange;

    /// <summary>Resets refused because of what the peer had written.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong Violations;
}
