using System;

namespace KvmMigrate.Migration;

/// <summary>How to migrate.</summary>
/// <param name="Round">Length of a round.</param>
/// <param name="StopPages">The guest is stopped for the rest when a round finds no more than so many pages.</param>
/// <param name="MaxRounds">Or after so many rounds.</param>
internal sealed record MigrationOptions(TimeSpan Round, int StopPages, int MaxRounds);
