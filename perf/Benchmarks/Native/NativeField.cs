using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Native;

/// <summary>Native peers and our own rings in C, as far as this machine can build them.</summary>
internal static unsafe class NativeField
{
    /// <summary>Everything that exports a table of competitors.</summary>
    /// <param name="sources"><see cref="NativeSource.Peers"/> or <see cref="NativeSource.Rings"/>.</param>
    /// <param name="absences">Gets a sentence for each library that cannot be had, once.</param>
    internal static List<NativeCompetitor> Load(IReadOnlyList<NativeSource> sources, List<Absence> absences)
    {
        List<NativeCompetitor> competitors = [];
        foreach (NativeSource source in sources)
        {
            if (!NativeLibraries.TryLoad(source, out nint library, out Absence absence))
            {
                if (!absences.Contains(absence))
                    absences.Add(absence);
                continue;
            }

            uint count;
            NativeCompetitor* table = ((delegate* unmanaged<uint*, NativeCompetitor*>)NativeLibrary.GetExport(library, "ringcore_competitors"))(&count);
            for (uint i = 0; i < count; i++)
                competitors.Add(table[i]);
        }

        return competitors;
    }

    /// <summary>Transfers of all of them that move so many items at a time; a peer does so alike on both sides.</summary>
    /// <param name="entries">Entries of each queue.</param>
    /// <param name="push">Items per push.</param>
    /// <param name="harvest">Most items per harvest.</param>
    /// <param name="absences">Gets a sentence for each library that cannot be had, once.</param>
    internal static IEnumerable<ITransfer> Create(int entries, int push, int harvest, List<Absence> absences)
    {
        List<NativeCompetitor> competitors = Load(NativeSource.Rings, absences);
        if (push == harvest)
            competitors.InsertRange(0, Load(NativeSource.Peers, absences));
        return competitors
            .Where(competitor => push == 1 || competitor.HasBatches != 0)
            .Select(competitor => new NativeTransfer(competitor, entries, push, harvest));
    }
}
