using System;
using System.Diagnostics;
using System.IO;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>The other side of shared memory: in this process over descriptors of its own, or in one that is started for it.</summary>
internal static class Peers
{
    /// <summary>Longest that anything here is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Opens a ring as its collector does.</summary>
    public static SharedCollector Open(SharedRing ring)
    {
        PeerDescriptors descriptors = ring.PeerDescriptors;
        Assert.Equal(
            SharedOpenStatus.Opened,
            SharedCollector.Open(
                HostCalls.Duplicate(descriptors.Told), HostCalls.Duplicate(descriptors.Answered), out SharedCollector? collector, ring.Id));
        return collector!;
    }

    /// <summary>Starts the program that plays the other side.</summary>
    public static Process Start(params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peer.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>What the program has said, once it has ended well; it is killed where it does not end.</summary>
    public static string Output(Process program)
    {
        if (!program.WaitForExit(Limit))
            program.Kill();
        program.WaitForExit();
        Assert.True(program.ExitCode == 0, program.StandardError.ReadToEnd());
        return program.StandardOutput.ReadToEnd();
    }
}
