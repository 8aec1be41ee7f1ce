using RingCore.Litmus.Code;

namespace RingCore.Litmus.Running;

/// <summary>
/// SB with the asymmetric pair: party 0 has the dear fence, one for all instances as a collector has one for all pages; party 1 has program order.
/// </summary>
internal static unsafe class AsymmetricLoop
{
    /// <summary>Instances per start: few enough that, without the fence, all of party 0's stores could still be in a store buffer when it loads.</summary>
    internal const int Instances = 32;

    internal static void Run(int party, Arena arena)
    {
        if (party != 0)
        {
            PartyLoop<StoreBuffering<NoFence>>.Run(party, arena);
            return;
        }

        for (int i = 0; i < Instances; i++)
            CoherentFencePoints.WriteOnce(arena.Locations + (i * Arena.InstanceWords), 1);
        CoherentFencePoints.ProcessWideFence();
        for (int i = 0; i < Instances; i++)
            arena.Registers(party)[i * Arena.RegisterCount] = CoherentFencePoints.ReadOnce(arena.Locations + (i * Arena.InstanceWords) + Arena.LineWords);
    }
}
