using System;
using System.Globalization;
using LiveCheckpoint.Checkpoints;

namespace LiveCheckpoint.Crash;

/// <summary>What a child has announced: the parent's side of the pipe.</summary>
internal sealed class Announcement
{
    internal const string CommittedMark = "committed";
    internal const string DurableMark = "durable";

    /// <summary>The last transaction announced; 0 for none.</summary>
    internal long Committed { get; private set; }

    /// <summary>The last durable point announced; epoch 0 for none.</summary>
    internal DurablePoint Durable { get; private set; }

    /// <summary>Takes a line. Half a line, which a killed child may leave, is no announcement.</summary>
    internal void Take(string line)
    {
        string[] words = line.Split(' ');
        if (words is [CommittedMark, var transaction])
            Committed = Number(transaction);
        else if (words is [DurableMark, var epoch, var last, var generation, var bytes])
            Durable = new DurablePoint(Number(epoch), Number(last), Number(generation), Number(bytes));
    }

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
