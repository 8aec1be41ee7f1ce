using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a JIT compiler printed: the instructions of each method.</summary>
internal sealed class Listing
{
    private readonly List<(string Name, List<string> Lines)> _methods = [];

    /// <summary>Reads the text of <c>JitStdOutFile</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tier">The tier that the header of a wanted listing names, for example <c>Tier1</c>.</param>
    public Listing(string text, string tier)
    {
        List<string>? current = null;
        bool isOpen = false;
        foreach (string line in text.Split('\n'))
        {
            Match header = Regex.Match(line, @"^; Assembly listing for method (.+) \((.+)\)");
            bool isEnd = line.StartsWith("; Total bytes of code", StringComparison.Ordinal);
            if (header.Success || isEnd)
            {
                IsWhole &= isOpen == isEnd;
                isOpen = header.Success;
            }

            if (header.Success)
            {
                current = header.Groups[2].Value == tier ? [] : null;
                if (current is not null)
                    _methods.Add((header.Groups[1].Value, current));
            }
            else if ((line.StartsWith(' ') && line.Trim().Length > 0) || MethodCode.IsLabel(line))
            {
                current?.Add(line.Trim());
            }
        }

        IsWhole &= !isOpen && _methods.Count > 0;
    }

    /// <summary>
    /// Whether each method ends before the next begins. The JIT's threads share the file without a lock: tier 1, in the background, and what a program's own thread
    /// compiles without a tier 0 can be printed at once, line into line, and is worthless then.
    /// </summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The instructions of the last method whose name, parameters included, contains this.</summary>
    public MethodCode Method(string name)
    {
        (string? found, List<string>? lines) = _methods.LastOrDefault(method => method.Name.Contains(name, StringComparison.Ordinal));
        Assert.True(found is not null, $"The compiler printed no method {name}; it printed:\n{string.Join('\n', _methods.Select(m => m.Name))}");
        return new MethodCode(found!, lines!);
    }

    /// <summary>All methods whose name matches.</summary>
    public IEnumerable<MethodCode> Methods(string pattern) =>
        _methods.Where(method => Regex.IsMatch(method.Name, pattern)).Select(method => new MethodCode(method.Name, method.Lines));
}
