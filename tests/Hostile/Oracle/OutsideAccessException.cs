using System;

namespace RingCore.Hostile.Oracle;

/// <summary>The producer's side has read or written where its ring is not.</summary>
internal sealed class OutsideAccessException(string message) : Exception(message);
