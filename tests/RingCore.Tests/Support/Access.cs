namespace RingCore.Tests;

/// <summary>One use of the door to shared memory.</summary>
internal readonly record struct Access(string Operation, nint Address, int Bytes);
