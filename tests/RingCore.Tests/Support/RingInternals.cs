using System.Runtime.CompilerServices;

namespace RingCore.Tests;

/// <summary>What a test must see of a ring and its users must not.</summary>
internal static class RingInternals
{
    /// <summary>The shared memory behind a handle: to play a hostile peer, and to see it freed.</summary>
    public static RingMemory Memory(this RingHandle handle) => Field(handle);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_memory")]
    private static extern ref RingMemory Field(RingHandle handle);
}
