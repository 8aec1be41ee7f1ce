namespace RingCore.ModelChecker.Graph;

/// <summary>
/// A read that is satisfied late: from a write that another thread makes after, and perhaps because of, later writes of the reading thread.
/// </summary>
/// <param name="Reader">Thread of the read.</param>
/// <param name="Read">Number of reads of the cell by that thread before it.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Writer">Thread of the write.</param>
/// <param name="Write">Number of writes of the cell by that thread before it.</param>
/// <param name="Value">What it will have written.</param>
internal readonly record struct Promise(int Reader, int Read, int Cell, int Writer, int Write, uint Value);
