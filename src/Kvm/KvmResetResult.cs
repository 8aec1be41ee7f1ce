namespace RingCore.Kvm;

/// <summary>What a reset of a machine's rings did.</summary>
/// <param name="Entries">Entries that the kernel says it has reset.</param>
/// <param name="Calls">Calls of <c>KVM_RESET_DIRTY_RINGS</c> that this took: more than one where the kernel stopped early.</param>
/// <param name="LeftEntries">
/// Entries that are harvested and not reset; 0 when all went well. The pages of a harvest may be read once it is 0.
/// </param>
public readonly record struct KvmResetResult(long Entries, int Calls, long LeftEntries);
