using System;
using System.Collections.Generic;

namespace KvmMigrate.Migration;

/// <summary>What a migration did.</summary>
/// <param name="Rounds">Its rounds, the last one with the guest stopped.</param>
/// <param name="IsConverged">Whether the guest wrote little enough; else the rounds were over.</param>
/// <param name="Downtime">From the stop in the one machine to the start in the other.</param>
internal sealed record MigrationReport(IReadOnlyList<Round> Rounds, bool IsConverged, TimeSpan Downtime);
