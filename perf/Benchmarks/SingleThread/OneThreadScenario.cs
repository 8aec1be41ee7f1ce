using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Our rings through their public handles against kernels in C and what others do, on one thread.</summary>
internal abstract class OneThreadScenario : IScenario
{
    private readonly List<Absence> _absences = [];

    public abstract Requirement Requirement { get; }

    public abstract string Description { get; }

    public IReadOnlyList<Absence> Absences => _absences;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        _absences.Clear();
        List<IParty> ours = [.. CreateOurs()];
        List<IParty> peers = [];
        try
        {
            peers.AddRange(CreatePeers(_absences));
            OneThreadHarness harness = new([.. ours, .. peers], options.ProducerCpu);
            harness.Run(options.Duration);
            return harness.Compare(Requirement.Name, ours.SelectMany(subject => peers.Select(peer => new Pair(subject.Name, peer.Name))));
        }
        finally
        {
            foreach (IParty party in ours.Concat(peers))
                party.Dispose();
        }
    }

    /// <summary>Our rings.</summary>
    private protected abstract IEnumerable<IParty> CreateOurs();

    /// <summary>What they are compared with.</summary>
    /// <param name="absences">Gets a sentence for each that cannot be had.</param>
    private protected abstract IEnumerable<IParty> CreatePeers(List<Absence> absences);
}
