using System;

namespace RingCore.Hostile.Oracle;

/// <summary>The producer's side did what no peer may bring it to do.</summary>
internal sealed class OracleException(string message) : Exception(message);
