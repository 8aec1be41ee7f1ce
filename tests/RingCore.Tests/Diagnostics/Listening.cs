using Xunit;

namespace RingCore.Tests;

/// <summary>Tests that listen to the whole process: alone, for what is told allocates, and other tests allow no allocation.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listening
{
    public const string Name = "Listening";
}
