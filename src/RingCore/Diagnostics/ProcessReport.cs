using System.Collections.Immutable;
using System.Text;

namespace RingCore;

/// <summary>The shared rings that a process has open.</summary>
/// <param name="Process">The process.</param>
/// <param name="Rings">Each ring once, by the descriptor of its told region.</param>
/// <param name="Remarks">What is odd about the process, one sentence each.</param>
public sealed record ProcessReport(int Process, ImmutableArray<RingReport> Rings, ImmutableArray<string> Remarks)
{
    /// <summary>All reports as text.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        _ = text.Append("process ").Append(Process).Append(": ").Append(Rings.Length).Append(Rings.Length == 1 ? " ring\n" : " rings\n");
        foreach (string remark in Remarks)
            _ = text.Append("  odd       ").Append(remark).Append('\n');
        foreach (RingReport ring in Rings)
            _ = text.Append(ring);
        return text.ToString();
    }
}
