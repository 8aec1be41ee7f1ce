using Xunit;

namespace RingCore.Tests;

/// <summary>The tests that look at one packed feed.</summary>
[CollectionDefinition(Name)]
public sealed class PackedFeedCollection : ICollectionFixture<PackedFeed>
{
    public const string Name = "packed feed";
}
