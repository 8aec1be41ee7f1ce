namespace RingCore.TraceReport.Rings;

/// <summary>What a trace says about the losses of one typed ring.</summary>
/// <param name="isNew">Whether the ring was made in the trace, so that its counters began with 0 there.</param>
internal sealed class TypedLosses(bool isNew)
{
    internal Cumulative Dropped { get; } = new();

    internal Cumulative Lost { get; } = new();

    internal Cumulative Skipped { get; } = new();

    /// <summary>Events of readers that were too late.</summary>
    internal long Laps { get; private set; }

    /// <summary>Slots withheld, as the latest event said; null where none did.</summary>
    internal int? Withheld { get; private set; }

    internal void NoteState(double atMs, long dropped, long lost, long skipped, int withheld)
    {
        Note(Dropped, atMs, dropped);
        Note(Lost, atMs, lost);
        Note(Skipped, atMs, skipped);
        if (withheld >= 0)
            Withheld = withheld;
    }

    internal void Drop(double atMs, long total) => Note(Dropped, atMs, total, added: 1);

    internal void Lap(double atMs, long total)
    {
        Laps++;
        Note(Lost, atMs, total, added: 1);
    }

    internal void Skip(double atMs, long total, int withheld)
    {
        Note(Skipped, atMs, total, added: 1);
        Withheld = withheld;
    }

    /// <summary>A number that the ring does not have is -1.</summary>
    private void Note(Cumulative counter, double atMs, long total, long added = 0)
    {
        if (total < 0)
            return;
        counter.Note(atMs, total, added);
        if (isNew)
            counter.NoteBeginning(0);
    }
}
