using System.IO;

namespace KvmMigrate.Commands;

/// <summary>What the command line says.</summary>
/// <param name="Input">The file that the guest sorts.</param>
/// <param name="IsRing">Rings, or the bitmap.</param>
/// <param name="Vcpus">vCPUs.</param>
/// <param name="RingEntries">Entries of each ring.</param>
/// <param name="RoundMilliseconds">Length of a round.</param>
/// <param name="StopPages">Pages of the last round, at most, if the guest converges.</param>
/// <param name="MaxRounds">Rounds, at most.</param>
internal sealed record MigrateArguments(FileInfo Input, bool IsRing, int Vcpus, int RingEntries, int RoundMilliseconds, int StopPages, int MaxRounds);
