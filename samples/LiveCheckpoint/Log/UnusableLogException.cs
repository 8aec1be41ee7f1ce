using System;

namespace LiveCheckpoint.Log;

/// <summary>A file that nothing can be restored from: the message is the one sentence that says why.</summary>
internal sealed class UnusableLogException(string message) : Exception(message);
