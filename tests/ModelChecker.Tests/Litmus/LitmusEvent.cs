using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>An operation that the oracle's candidate carries out, or a part of a wide one.</summary>
/// <param name="index">Its number among all, thread by thread in program order.</param>
/// <param name="thread">Its thread.</param>
/// <param name="operation">What it does.</param>
/// <param name="condition">The read that decides whether it happens.</param>
/// <param name="operand">The read whose value it writes.</param>
internal sealed class LitmusEvent(int index, int thread, LitmusOperation operation, LitmusEvent? condition, LitmusEvent? operand)
{
    // The value of the operand is fixed once this is made: reads come before what depends on them.
    private readonly int? _copied = operand is null ? null : operand.Register(operation.Operand);

    public int Index => index;

    public int Thread => thread;

    public LitmusOperation Operation => operation;

    public LitmusEvent? Condition => condition;

    public LitmusEvent? Operand => operand;

    public Cell[] Cells { get; } = [.. operation.Locations.Select(_ => new Cell())];

    public bool IsRead => operation.Kind is LitmusKind.Read or LitmusKind.Exchange;

    public bool IsWrite => operation.IsWrite;

    public bool IsFull => operation.Kind is LitmusKind.FullFence or LitmusKind.ProcessWideFence or LitmusKind.Exchange;

    public bool Touches(char location) => operation.Locations.Contains(location);

    public bool SharesLocation(LitmusEvent other) => operation.Locations.Any(other.Touches);

    /// <summary>Whether its cells end where another's begin.</summary>
    public bool IsNextTo(LitmusEvent other) =>
        operation.Locations[^1] is >= 'A' and < 'H' && operation.Locations[^1] + 1 == other.Operation.Locations[0];

    public Cell At(char location) => Cells[operation.Locations.IndexOf(location)];

    /// <summary>What it read into a register.</summary>
    public int Register(char register) => Cells[operation.Registers.IndexOf(register)].Read;

    public int Written(char location) => operation.Operand == '\0' ? operation.ConstantOf(location) : _copied ?? 0;

    /// <summary>The position of the write that it read, -1 for the initial value.</summary>
    public int PositionRead(char location) => At(location).Source?.At(location).Position ?? -1;

    /// <summary>Reads-from, order of writes, from-reads, in any location.</summary>
    public bool CommunicatesTo(LitmusEvent other)
    {
        foreach (char location in operation.Locations)
        {
            if (other.Touches(location) && CommunicatesTo(other, location))
                return true;
        }

        return false;
    }

    /// <summary>Reads-from, order of writes, from-reads, in one location that both touch.</summary>
    public bool CommunicatesTo(LitmusEvent other, char location) => this != other &&
        ((other.IsRead && IsWrite && other.At(location).Source == this) ||
         (IsWrite && other.IsWrite && At(location).Position < other.At(location).Position) ||
         (IsRead && other.IsWrite && PositionRead(location) < other.At(location).Position));

    /// <summary>One of its locations.</summary>
    internal sealed class Cell
    {
        /// <summary>The value read.</summary>
        public int Read { get; set; }

        /// <summary>The write that it was read from; null for the initial value.</summary>
        public LitmusEvent? Source { get; set; }

        /// <summary>Where its write stands in the order of the location, from 0.</summary>
        public int Position { get; set; }
    }
}
