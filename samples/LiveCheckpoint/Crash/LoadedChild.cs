using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace LiveCheckpoint.Crash;

/// <summary>This program as a child process under load, which announces what it does until it is killed.</summary>
internal sealed class LoadedChild : IDisposable
{
    private readonly Process _process;
    private readonly Thread _listener;
    private readonly Announcement _announced = new();
    private readonly ManualResetEventSlim _hasSpoken = new(false);

    private LoadedChild(Process process)
    {
        _process = process;
        _listener = new Thread(Listen) { Name = "listener", IsBackground = true };
        _listener.Start();
    }

    /// <summary>Starts a run that lasts longer than any round, with these arguments.</summary>
    internal static LoadedChild Start(params ReadOnlySpan<string> arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path to start again.");
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Started as "dotnet LiveCheckpoint.dll", the process is the host and the program its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(LoadedChild).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return new LoadedChild(Process.Start(start)!);
    }

    /// <summary>Waits until the child has announced something, or has ended.</summary>
    internal bool WaitForFirstWord(TimeSpan timeout, CancellationToken stop)
    {
        try
        {
            return _hasSpoken.Wait(timeout, stop);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Kills the child with SIGKILL, and returns what it had announced by then and what it said on its error output.</summary>
    internal (Announcement Announced, string Errors) Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _listener.Join();
        return (_announced, _process.StandardError.ReadToEnd().Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _listener.Join();
        _process.Dispose();
        _hasSpoken.Dispose();
    }

    // The pipe holds what was written before the kill: read it to its end. A last line without its end of line is cut off by the kill.
    private void Listen()
    {
        string unread = "";
        char[] buffer = new char[4096];
        int read;
        while ((read = _process.StandardOutput.Read(buffer)) > 0)
        {
            unread += new string(buffer, 0, read);
            int end;
            while ((end = unread.IndexOf('\n')) >= 0)
            {
                _announced.Take(unread[..end]);
                unread = unread[(end + 1)..];
                _hasSpoken.Set();
            }
        }
        _hasSpoken.Set();
    }
}
