using System;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>
/// One operation of a litmus test. Registers are a to h, memory is p to z:
/// <c>x=1</c>, <c>x=rel 1</c>, <c>x=a</c>, <c>a=x</c>, <c>a=acq x</c>, <c>a=xchg x 1</c>, <c>fence</c>, <c>process</c>,
/// <c>p=&amp;x</c> and <c>a=*p</c> for pointers; <c>?a</c> before one of them: only if a is not 0.
/// </summary>
internal sealed record LitmusOperation(
    LitmusKind Kind, char Register = '\0', char Location = '\0', int Constant = 0, char Operand = '\0', char Condition = '\0', bool IsOrdered = false)
{
    public static LitmusOperation Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith('?'))
            return Parse(text[2..]) with { Condition = text[1] };
        if (text == "fence")
            return new LitmusOperation(LitmusKind.FullFence);
        if (text == "process")
            return new LitmusOperation(LitmusKind.ProcessWideFence);
        char left = text[0];
        string[] right = text[2..].Split(' ');
        if (IsRegister(left))
        {
            return right[0] switch
            {
                "acq" => new LitmusOperation(LitmusKind.Read, left, right[1][0], IsOrdered: true),
                "xchg" => new LitmusOperation(LitmusKind.Exchange, left, right[1][0], int.Parse(right[2], null), IsOrdered: true),
                _ when right[0][0] == '*' => new LitmusOperation(LitmusKind.ReadThroughPointer, left, right[0][1]),
                _ => new LitmusOperation(LitmusKind.Read, left, right[0][0]),
            };
        }

        if (right[0][0] == '&')
            return new LitmusOperation(LitmusKind.WritePointer, Location: left, Operand: right[0][1]);
        char value = right[^1][0];
        return new LitmusOperation(
            LitmusKind.Write, Location: left, Constant: char.IsDigit(value) ? value - '0' : 0, Operand: char.IsDigit(value) ? '\0' : value,
            IsOrdered: right[0] == "rel");
    }

    public static LitmusOperation[] ParseThread(string text) => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    public static bool IsRegister(char name) => name is >= 'a' and <= 'h';

    public override string ToString()
    {
        string value = Operand == '\0' ? Constant.ToString(System.Globalization.CultureInfo.InvariantCulture) : Operand.ToString();
        string text = Kind switch
        {
            LitmusKind.Read => $"{Register}={(IsOrdered ? "acq " : "")}{Location}",
            LitmusKind.Write => $"{Location}={(IsOrdered ? "rel " : "")}{value}",
            LitmusKind.Exchange => $"{Register}=xchg {Location} {Constant}",
            LitmusKind.FullFence => "fence",
            LitmusKind.ProcessWideFence => "process",
            LitmusKind.WritePointer => $"{Location}=&{Operand}",
            _ => $"{Register}=*{Location}",
        };
        return Condition == '\0' ? text : $"?{Condition} {text}";
    }
}
