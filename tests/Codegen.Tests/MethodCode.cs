using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>The instructions of one method, or of a part of one, and the labels among them, white space folded.</summary>
internal sealed class MethodCode(string name, IEnumerable<string> lines)
{
    private readonly List<string> _lines = lines.Select(line => Regex.Replace(line, @"\s+", " ")).ToList();

    public string Name { get; } = name;

    /// <summary>Instructions and labels, in order.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>How many instructions there are.</summary>
    public int Instructions => _lines.Count(line => !IsLabel(line) && !line.StartsWith("align", System.StringComparison.Ordinal));

    /// <summary>Whether a line of a listing names the instructions behind it.</summary>
    public static bool IsLabel(string line) => line.StartsWith("G_M", System.StringComparison.Ordinal);

    /// <summary>How many instructions match.</summary>
    public int Count(string pattern) => _lines.Count(line => Regex.IsMatch(line, pattern));

    /// <summary>Instructions that match all stand there, in this order.</summary>
    public void HasInOrder(params string[] patterns)
    {
        int next = 0;
        foreach (string line in _lines)
        {
            if (next < patterns.Length && Regex.IsMatch(line, patterns[next]))
                next++;
        }

        Assert.True(next == patterns.Length, $"{Name}: after {next} of them, nothing matches {(next < patterns.Length ? patterns[next] : "")}\n{this}");
    }

    /// <summary>No instruction matches.</summary>
    public void HasNo(string pattern) =>
        Assert.True(Count(pattern) == 0, $"{Name}: {_lines.FirstOrDefault(line => Regex.IsMatch(line, pattern))} matches {pattern}\n{this}");

    public override string ToString() => string.Join('\n', _lines);
}
