namespace RingCore.Kvm;

/// <summary>How a vCPU came out of the guest.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Port">The port, of <see cref="KvmExitReason.Io"/>.</param>
/// <param name="IsWrite">Whether the guest writes to the port.</param>
/// <param name="Value">What it writes: the first item, zero-extended.</param>
public readonly record struct KvmExit(KvmExitReason Reason, ushort Port = 0, bool IsWrite = false, uint Value = 0);
