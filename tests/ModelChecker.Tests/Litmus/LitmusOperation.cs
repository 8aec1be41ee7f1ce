using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>
/// One operation of a litmus test. Registers are a to h, memory is p to z, 4-byte words apart from each other:
/// <c>x=1</c>, <c>x=rel 1</c>, <c>x=a</c>, <c>a=x</c>, <c>a=acq x</c>, <c>a=xchg x 1</c>, <c>fence</c>, <c>process</c>,
/// <c>p=&amp;x</c> and <c>a=*p</c> for pointers; <c>?a</c> before one of them: only if a is not 0.
/// A to H are the eight neighbouring 4-byte cells of one aligned block: <c>AB=12</c> is a store of 8 bytes, <c>ABCD=1212</c> a wide one of 16,
/// <c>ABCDEFGH=a</c> one of 32 with a in each cell; <c>abcd=EFGH</c> a wide load of 16.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Registers">What it loads, a register for each location; or empty.</param>
/// <param name="Locations">The memory that it touches, in the order of its addresses.</param>
/// <param name="Constants">What it stores, a digit for each location, where no operand says.</param>
/// <param name="Operand">The register that it stores everywhere, or what a pointer is set to.</param>
/// <param name="Condition">The register that must not be 0.</param>
/// <param name="IsOrdered">Acquire or release.</param>
/// <param name="Group">Of a part of a wide operation: a number, above 0, that its parts share.</param>
internal sealed record LitmusOperation(
    LitmusKind Kind, string Registers = "", string Locations = "", string Constants = "", char Operand = '\0', char Condition = '\0', bool IsOrdered = false,
    int Group = 0)
{
    public bool IsWrite => Kind is LitmusKind.Write or LitmusKind.Exchange;

    public static LitmusOperation Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith('?'))
            return Parse(text[2..]) with { Condition = text[1] };
        if (text == "fence")
            return new LitmusOperation(LitmusKind.FullFence);
        if (text == "process")
            return new LitmusOperation(LitmusKind.ProcessWideFence);
        string[] sides = text.Split('=');
        string left = sides[0];
        string[] right = sides[1].Split(' ');
        if (IsRegister(left[0]))
        {
            return right[0] switch
            {
                "acq" => new LitmusOperation(LitmusKind.Read, left, right[1], IsOrdered: true),
                "xchg" => new LitmusOperation(LitmusKind.Exchange, left, right[1], right[2], IsOrdered: true),
                _ when right[0][0] == '*' => new LitmusOperation(LitmusKind.ReadThroughPointer, left, right[0][1..]),
                _ => new LitmusOperation(LitmusKind.Read, left, right[0]),
            };
        }

        if (right[0][0] == '&')
            return new LitmusOperation(LitmusKind.WritePointer, Locations: left, Operand: right[0][1]);
        string value = right[^1];
        bool constant = char.IsDigit(value[0]);
        return new LitmusOperation(
            LitmusKind.Write, Locations: left, Constants: constant ? value : "", Operand: constant ? '\0' : value[0], IsOrdered: right[0] == "rel");
    }

    public static LitmusOperation[] ParseThread(string text) => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    public static bool IsRegister(char name) => name is >= 'a' and <= 'h';

    /// <summary>What a location is set to where no operand says.</summary>
    public int ConstantOf(char location) => Constants.Length == 0 ? 0 : Constants[Locations.IndexOf(location, StringComparison.Ordinal)] - '0';

    /// <summary>A wide operation as its parts of so many cells; another as it is.</summary>
    public IEnumerable<LitmusOperation> Parts(int cells, int group)
    {
        if (Locations.Length <= 2)
            return [this];
        return Locations.Chunk(cells).Select((part, i) => this with
        {
            Locations = new string(part),
            Registers = Registers.Length == 0 ? "" : Registers.Substring(i * cells, cells),
            Constants = Constants.Length == 0 ? "" : Constants.Substring(i * cells, cells),
            Group = group,
        });
    }

    public override string ToString()
    {
        string value = Operand == '\0' ? Constants : Operand.ToString();
        string text = Kind switch
        {
            LitmusKind.Read => $"{Registers}={(IsOrdered ? "acq " : "")}{Locations}",
            LitmusKind.Write => $"{Locations}={(IsOrdered ? "rel " : "")}{value}",
            LitmusKind.Exchange => $"{Registers}=xchg {Locations} {Constants}",
            LitmusKind.FullFence => "fence",
            LitmusKind.ProcessWideFence => "process",
            LitmusKind.WritePointer => $"{Locations}=&{Operand}",
            _ => $"{Registers}=*{Locations}",
        };
        return Condition == '\0' ? text : $"?{Condition} {text}";
    }
}
