using System;

namespace RingCore.Litmus.Running;

/// <summary>A ring did what no order of its parties explains.</summary>
/// <param name="message">What, with the numbers.</param>
internal sealed class RingViolationException(string message) : Exception(message);
