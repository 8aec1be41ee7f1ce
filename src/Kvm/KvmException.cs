using System;
using System.Runtime.InteropServices;

namespace RingCore.Kvm;

/// <summary>The kernel refused a call; the message names the call and the kernel's reason.</summary>
public sealed class KvmException : Exception
{
    /// <summary>Makes the exception without a reason.</summary>
    public KvmException()
        : this("KVM refused a call.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was refused, and why.</param>
    public KvmException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was refused, and why.</param>
    /// <param name="innerException">What the attempt ended with.</param>
    public KvmException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal KvmException(string call, int error)
        : base($"{call} failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).") => Error = error;

    /// <summary>The kernel's errno; 0 where no call was made.</summary>
    public int Error { get; }

    internal static KvmException Last(string call) => new(call, Marshal.GetLastPInvokeError());

    internal static void ThrowIf(int error, string call)
    {
        if (error != 0)
            throw new KvmException(call, error);
    }
}
