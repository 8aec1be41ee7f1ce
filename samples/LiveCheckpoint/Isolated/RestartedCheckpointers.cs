using System;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Isolated;

/// <summary>One checkpointer, and another one where it dies.</summary>
internal sealed class RestartedCheckpointers : ICheckpointers, IDisposable
{
    private CheckpointerProcess? _process;

    public int Started { get; private set; }

    public bool AreDone => false;

    public void StartWhereNoneRuns(string socketPath, string logPath, LogHeader header)
    {
        if (_process is { HasExited: false })
            return;
        _process?.Dispose();
        _process = CheckpointerProcess.Start(socketPath, logPath, header);
        Started++;
    }

    public void Committed(long transaction)
    {
    }

    public bool WaitForEnd() => _process?.WaitForEnd() ?? false;

    public void Dispose() => _process?.Dispose();
}
