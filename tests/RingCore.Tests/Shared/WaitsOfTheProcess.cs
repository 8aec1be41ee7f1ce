using Xunit;

namespace RingCore.Tests;

/// <summary>Tests that change how every wait of this process over shared rings goes: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WaitsOfTheProcess
{
    public const string Name = "waits of the process";
}
