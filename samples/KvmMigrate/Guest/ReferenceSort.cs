using System;

namespace KvmMigrate.Guest;

/// <summary>What <c>sort.s</c> computes, computed here.</summary>
internal sealed class ReferenceSort
{
    /// <summary>The checksum before the first pass.</summary>
    internal const ulong FirstChecksum = 0xCBF2_9CE4_8422_2325;

    private readonly uint[] _words;
    private uint _pass;

    internal ReferenceSort(ReadOnlySpan<uint> words) => _words = words.ToArray();

    internal ulong Checksum { get; private set; } = FirstChecksum;

    internal ReadOnlySpan<uint> Words => _words;

    /// <summary>The next pass.</summary>
    internal void Pass()
    {
        _pass++;
        for (int i = 0; i < _words.Length; i++)
            _words[i] = unchecked(((_words[i] ^ (_pass * 0x9E37_79B1)) * 0x85EB_CA6B) + (uint)i);
        Array.Sort(_words);
        foreach (uint word in _words)
            Checksum = unchecked((Checksum ^ word) * 0x100_0000_01B3);
    }
}
