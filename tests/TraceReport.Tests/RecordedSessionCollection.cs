using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>One session for all tests that read it: two at a time in one process would each hold the other's events.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls a collection.")]
public sealed class RecordedSessionCollection : ICollectionFixture<RecordedSession>
{
    internal const string Name = "one recorded session";
}
