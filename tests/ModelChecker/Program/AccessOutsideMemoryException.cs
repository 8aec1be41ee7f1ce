using System;

namespace RingCore.ModelChecker.Program;

/// <summary>A simulated thread touched memory that the program does not name, or not on its natural boundary.</summary>
internal sealed class AccessOutsideMemoryException(string message) : Exception(message);
