using System;
using System.Globalization;
using System.Text.RegularExpressions;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>A line of the kernel's trace: a push, a reset of a ring, a soft-full exit, or a batch that a reset re-arms.</summary>
/// <param name="Kind">Name of the event.</param>
/// <param name="Ring">The vCPU, of pushes and resets.</param>
/// <param name="Page">The page, of pushes.</param>
/// <param name="Batch">The batch, of batches; its slot is the number of the slot's first page.</param>
internal readonly partial record struct TraceEvent(string Kind, int Ring, DirtyPage Page, Batch Batch)
{
    public const string Push = "kvm_dirty_ring_push";
    public const string Reset = "kvm_dirty_ring_reset";
    public const string Exit = "kvm_dirty_ring_exit";
    public const string ReArm = "ringcore_batch";

    /// <summary>Reads a line.</summary>
    /// <returns>False for a comment.</returns>
    /// <exception cref="FormatException">The line is none of the four.</exception>
    public static bool TryParse(string line, out TraceEvent parsed)
    {
        parsed = default;
        if (line.Length == 0 || line[0] == '#')
            return false;
        if (PushLine().Match(line) is { Success: true } push)
            parsed = new TraceEvent(Push, (int)Decimal(push, 1), new DirtyPage((uint)Decimal(push, 2), Hex(push, 3)), default);
        else if (ResetLine().Match(line) is { Success: true } reset)
            parsed = new TraceEvent(Reset, (int)Decimal(reset, 1), default, default);
        else if (line.Contains(Exit + ":", StringComparison.Ordinal))
            parsed = new TraceEvent(Exit, -1, default, default);
        else if (BatchLine().Match(line) is { Success: true } batch)
            parsed = new TraceEvent(ReArm, -1, default, new Batch((uint)Hex(batch, 1), Hex(batch, 2), Hex(batch, 3)));
        else
            throw new FormatException($"The trace has a line of no known event: {line}");
        return true;
    }

    private static ulong Decimal(Match match, int group) => ulong.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static ulong Hex(Match match, int group) => ulong.Parse(match.Groups[group].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"kvm_dirty_ring_push: ring (\d+): dirty 0x[0-9a-f]+ reset 0x[0-9a-f]+ slot (\d+) offset 0x([0-9a-f]+) ")]
    private static partial Regex PushLine();

    [GeneratedRegex(@"kvm_dirty_ring_reset: ring (\d+): ")]
    private static partial Regex ResetLine();

    [GeneratedRegex(@"ringcore_batch: .*base=0x([0-9a-f]+) offset=0x([0-9a-f]+) mask=0x([0-9a-f]+)")]
    private static partial Regex BatchLine();
}
