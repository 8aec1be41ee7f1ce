using System.Collections.Generic;
using System.Linq;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>The time in which a collector of another process may copy: what it keeps is of one round.</summary>
internal static unsafe class WindowCases
{
    internal static IReadOnlyList<TrackingCase> All { get; } =
    [
        new("RoundWindow.cs", "a round is copied while the producer goes on to the next", Copying),
    ];

    private static TrackingProgram Copying(string name)
    {
        TrackingProgram program = new(name, 1, 0, entries: 1);
        ulong* word = program.Model.LongWord("window");
        uint* data = program.Model.Word("data");
        RoundWindow<Fp> window = new(word);
        program.Model.Thread("producer", () =>
        {
            Fp.WriteOnce(data, 1);
            window.Open(1);
            window.Close();
            Fp.WriteOnce(data, 2);
            window.Open(2);
        });
        program.Model.Thread("collector", () =>
        {
            for (ulong round = 1; round <= 2; round++)
            {
                if (!window.IsOpen(round))
                    continue;
                ulong copy = Fp.ReadOnce(data);
                if (window.WasOpen(round))
                    Model.Note($"copy of round {round}", copy);
            }
        });
        program.Model.Check = execution => execution.Observations()
            .Where(o => !o.Name.EndsWith($" {o.Value}", System.StringComparison.Ordinal))
            .Select(o => $"the {o.Name} has the data of another").FirstOrDefault();
        return program;
    }
}
