using System.IO;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Checkpoints;

/// <summary>The log that a run writes, and what it starts from.</summary>
/// <param name="Path">The file.</param>
/// <param name="Overwrites">Whether an existing file is replaced.</param>
/// <param name="Found">What the log to be continued holds; null for a new one.</param>
internal sealed record LogTarget(string Path, bool Overwrites, LogContent? Found)
{
    /// <summary>Decides what happens to a log that may exist already.</summary>
    /// <exception cref="UnusableLogException">It exists and neither flag is given, or it is to be continued and cannot be.</exception>
    internal static LogTarget Choose(string path, bool append, bool force)
    {
        if (!File.Exists(path))
            return new LogTarget(path, Overwrites: false, Found: null);
        // A compaction renames a new file over the log: over the file itself, not over a link to it.
        path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (append)
            return new LogTarget(path, Overwrites: false, LogReader.Read(path));
        if (force)
            return new LogTarget(path, Overwrites: true, Found: null);
        throw new UnusableLogException($"{path} exists: pass --append to continue it, or --force to overwrite it.");
    }

    /// <summary>Opens the log for writing.</summary>
    internal LogWriter Open(LogHeader header) =>
        Found is null ? LogWriter.Create(Path, header, Overwrites) : LogWriter.Continue(Path, Found);
}
