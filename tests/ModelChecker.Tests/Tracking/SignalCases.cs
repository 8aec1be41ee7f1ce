using System.Collections.Generic;
using System.Threading;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>The level of "some ring is soft full": no writer and no drainer sleeps for ever.</summary>
internal static unsafe class SignalCases
{
    private const uint Raised = 1;

    internal static IReadOnlyList<TrackingCase> All { get; } =
    [
        new("SoftFullSignal.cs", "a throttled writer, a drainer that waits", name => Make(name, [[0]], drainsFirst: false)),
        new("SoftFullSignal.cs", "a throttled writer, a drain, a drainer that waits", name => Make(name, [[0]], drainsFirst: true)),
        new("SoftFullSignal.cs", "a throttled writer, a drain, the level raised before", name => Make(name, [[0]], drainsFirst: true, level: Raised)),
        new("SoftFullSignal.cs", "one raises, one is cancelled, one waits", Cancelled),
        new("SoftFullSignal.cs", "one closes, one raises and lowers, one waits", Closed),
        new("SoftFullSignal.cs", "two writers raise, a drainer that waits", name => Make(name, [[0], [1]], drainsFirst: false, sleeps: false)),
    ];

    /// <summary>A drain that lowers the level when it is done, which loses what was raised meanwhile.</summary>
    internal static TrackingProgram LoweringLast() =>
        Make("a throttled writer, a drain that lowers last, a drainer that waits", [[0]], drainsFirst: true, lowersLast: true);

    private static TrackingProgram Make(
        string name, int[][] writes, bool drainsFirst, bool sleeps = true, uint level = 0, bool lowersLast = false)
    {
        TrackingProgram program = new(name, writes.Length, writes.Length, entries: 1);
        *program.Memory.SoftFull = level;
        for (int w = 0; w < writes.Length; w++)
            program.AddWriter(w, writes[w], signals: true, sleeps: sleeps);
        program.Model.PreparedThread("drainer", () =>
        {
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>()) { Signals = true, LowersLast = lowersLast };
            SoftFullSignal<Fp> signal = new(program.Memory.SoftFull);
            return () =>
            {
                if (drainsFirst)
                    collector.Drain();
                while (collector.Drained < writes.Length)
                {
                    _ = signal.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None);
                    collector.Drain();
                }
            };
        });
        return program;
    }

    private static TrackingProgram Cancelled(string name)
    {
        TrackingProgram program = new(name, 1, 0, entries: 1);
        SoftFullSignal<Fp> signal = new(program.Memory.SoftFull);
        program.Model.Thread("raises", signal.Raise);
        program.Model.Thread("is cancelled", () => _ = signal.Wait(Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
        program.Model.Thread("waits", () => _ = signal.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None));
        return program;
    }

    private static TrackingProgram Closed(string name)
    {
        TrackingProgram program = new(name, 1, 0, entries: 1);
        SoftFullSignal<Fp> signal = new(program.Memory.SoftFull);
        program.Model.Thread("closes", signal.Close);
        program.Model.Thread("raises and lowers", () =>
        {
            signal.Raise();
            signal.Lower();
        });
        program.Model.Thread("waits", () => _ = signal.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None));
        return program;
    }
}
