using System.IO;
using System.Text;
using System.Threading;
using LiveCheckpoint.Checkpoints;

namespace LiveCheckpoint.Crash;

/// <summary>The child's side of the pipe: a line for each committed transaction and for each durable point, written at once.</summary>
/// <remarks>Called by two threads. A line is one write of fewer bytes than a pipe takes whole, so lines never mix.</remarks>
internal sealed class Announcer(Stream pipe)
{
    private readonly Lock _lock = new();

    internal void Committed(long transaction) => Write($"{Announcement.CommittedMark} {transaction}\n");

    internal void Durable(DurablePoint point) =>
        Write($"{Announcement.DurableMark} {point.Epoch} {point.Transaction} {point.Generation} {point.LogBytes}\n");

    private void Write(string line)
    {
        lock (_lock)
        {
            pipe.Write(Encoding.ASCII.GetBytes(line));
            pipe.Flush();
        }
    }
}
