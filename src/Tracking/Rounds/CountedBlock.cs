using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// Zeroed native memory at a multiple of <see cref="CacheLine.PaddingBytes"/>, freed with its last user; whoever makes it is the first.
/// </summary>
internal sealed unsafe class CountedBlock
{
    private readonly Lock _gate = new();
    private int _users = 1;

    /// <summary>Allocates and clears.</summary>
    /// <param name="bytes">Size, 1 or more.</param>
    internal CountedBlock(long bytes)
    {
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, CacheLine.PaddingBytes);
        NativeMemory.Clear(Start, (nuint)bytes);
    }

    /// <summary>First byte; null once freed.</summary>
    internal byte* Start { get; private set; }

    /// <summary>Counts a user.</summary>
    internal void AddUser()
    {
        lock (_gate)
            _users++;
    }

    /// <summary>Counts a user off.</summary>
    /// <returns>True where it was the last, and the memory is freed.</returns>
    internal bool RemoveUser()
    {
        lock (_gate)
        {
            if (--_users > 0)
                return false;
            NativeMemory.AlignedFree(Start);
            Start = null;
            return true;
        }
    }
}
