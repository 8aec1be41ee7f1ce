using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace LiveCheckpoint.Commands;

/// <summary>Options that refuse a bad value by naming it and what would be allowed.</summary>
internal static class Bounded
{
    /// <summary>A whole number in a range.</summary>
    internal static Option<long> Number(string name, string unit, string description, long least, long most, long fallback) =>
        new(name)
        {
            Description = $"{description} ({Text(least)} to {Text(most)})",
            HelpName = unit,
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Parse(result, name, least, most),
        };

    /// <summary>One of a few words, the first of which is the default.</summary>
    internal static Option<string> Word(string name, string description, params string[] words)
    {
        string allowed = string.Join("|", words);
        return new Option<string>(name)
        {
            Description = description,
            HelpName = allowed,
            DefaultValueFactory = _ => words[0],
            CustomParser = result =>
            {
                string value = result.Tokens[0].Value;
                if (!words.Contains(value))
                    result.AddError($"{name} {value} is refused: it must be one of {allowed}.");
                return value;
            },
        };
    }

    /// <summary>Whether the option stood on the command line.</summary>
    internal static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static long Parse(ArgumentResult result, string name, long least, long most)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) &&
            value >= least && value <= most)
        {
            return value;
        }
        result.AddError($"{name} {text} is refused: it must be a whole number from {Text(least)} to {Text(most)}.");
        return 0;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
