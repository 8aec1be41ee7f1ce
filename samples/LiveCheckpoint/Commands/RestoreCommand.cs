using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using LiveCheckpoint.Log;
using LiveCheckpoint.Sqlite;
using Microsoft.Data.Sqlite;

namespace LiveCheckpoint.Commands;

/// <summary><c>restore LOG OUT.db</c>: the newest complete database of a log, as a plain file.</summary>
internal static class RestoreCommand
{
    internal static Command Create()
    {
        Argument<string> log = new("LOG") { Description = "The checkpoint log" };
        Argument<string> database = new("OUT.db") { Description = "The database file to write" };
        Option<bool> force = new("--force") { Description = "Replace OUT.db if it exists" };
        Command command = new("restore", "Builds the newest complete database from a checkpoint log.") { log, database, force };
        command.SetAction(result =>
            Run(result.GetValue(log)!, result.GetValue(database)!, result.GetValue(force), Console.Out, Console.Error));
        return command;
    }

    private static int Run(string logPath, string databasePath, bool force, TextWriter output, TextWriter errors)
    {
        try
        {
            if (Path.GetFullPath(databasePath) == Path.GetFullPath(logPath))
                throw new UnusableLogException($"{databasePath} is the log itself: name another file for the database.");
            if (File.Exists(databasePath) && !force)
                throw new UnusableLogException($"{databasePath} exists: pass --force to replace it.");
            return Restore(logPath, databasePath, output);
        }
        catch (Exception error) when (error is UnusableLogException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(error.Message);
            return ExitCode.Failed;
        }
    }

    private static int Restore(string logPath, string databasePath, TextWriter output)
    {
        LogContent log = LogReader.Read(logPath);
        if (log.Damage is not null)
            output.WriteLine($"{logPath} is damaged: {log.Damage}. The last complete epoch before that is restored.");
        WriteDurably(databasePath, log.Image.Database);
        using SqliteConnection restored = LiveDatabase.OpenFile(databasePath);
        string integrity = LiveDatabase.IntegrityCheck(restored);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{databasePath}: epoch {log.Image.Epoch}, transaction {log.Image.Transaction}, {log.Image.ImagePages} pages, image hash right, integrity_check {integrity}."));
        return integrity == "ok" ? ExitCode.Good : ExitCode.Failed;
    }

    /// <summary>Written beside its place and renamed, so that a database file that is there is whole.</summary>
    private static void WriteDurably(string path, ReadOnlySpan<byte> database)
    {
        string unfinished = path + ".tmp";
        using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write(database);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        DurableFolder.SyncParentOf(path);
    }
}
