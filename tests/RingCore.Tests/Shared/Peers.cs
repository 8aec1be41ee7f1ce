using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tests;

/// <summary>The other side of shared memory, in this process: over descriptors of its own.</summary>
internal static class Peers
{
    /// <summary>Another descriptor of the same open file.</summary>
    public static SafeFileHandle Duplicate(SafeFileHandle file) => HostCalls.Duplicate(file);

    /// <summary>Opens a ring as its collector does.</summary>
    public static SharedCollector Open(SharedRing ring)
    {
        PeerDescriptors descriptors = ring.PeerDescriptors;
        Assert.Equal(
            SharedOpenStatus.Opened,
            SharedCollector.Open(Duplicate(descriptors.Told), Duplicate(descriptors.Answered), out SharedCollector? collector, ring.Id));
        return collector!;
    }
}
