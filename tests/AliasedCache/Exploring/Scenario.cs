namespace RingCore.AliasedCache;

/// <summary>A ring and what its three parties do. Their code sees nothing of each other but the ring, and judges what it sees.</summary>
public abstract class Scenario
{
    /// <summary>Makes the ring, over <see cref="SimulatedFencePoints"/>; the same each time.</summary>
    public abstract IDirtyRing MakeRing();

    /// <summary>The producer's code.</summary>
    public abstract void Produce(IDirtyProducer producer, PartyRun run);

    /// <summary>The collector's code.</summary>
    public abstract void Collect(IDirtyCollector collector, PartyRun run);

    /// <summary>The resetter's code.</summary>
    public abstract void Reset(IDirtyResetter resetter, PartyRun run);

    /// <summary>Runs one party alone, over a ring of its own.</summary>
    internal void Run(IDirtyRing ring, PartyRun run) => run.Execute(() =>
    {
        if (run.Party == Party.Producer)
            Produce(ring.Producer, run);
        else if (run.Party == Party.Collector)
            Collect(ring.Collector, run);
        else
            Reset(ring.Resetter, run);
    });
}
