using System.Collections.Generic;

namespace LiveCheckpoint.Crash;

/// <summary>What a series of crashes is asked to do.</summary>
/// <param name="Rounds">Rounds that must count.</param>
/// <param name="Seed">Decides the moments, the workloads and what the disk forgets. The scheduler decides too, so a seed does not repeat a run.</param>
/// <param name="ChildArguments">Passed on to each child: source, ring, entries, size.</param>
internal sealed record CrashOptions(int Rounds, ulong Seed, IReadOnlyList<string> ChildArguments);
