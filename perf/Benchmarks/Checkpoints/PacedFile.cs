using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>
/// A file that grows by one page at each call, with an fsync, on a thread of its own as the checkpointer's is: the least that anybody pays who
/// makes anything durable at the same pace.
/// </summary>
internal sealed class PacedFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly AutoResetEvent _asked = new(false);
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly Thread _thread;
    private volatile bool _ends;
    private volatile IOException? _failure;

    /// <summary>Makes the file.</summary>
    internal PacedFile(string path)
    {
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        _thread = new Thread(Work) { Name = "paced fsync", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Starts a write and an fsync, unless the last are under way.</summary>
    internal void Start()
    {
        if (_failure is { } failure)
            throw new IOException("The paced file cannot be written.", failure);
        if (!_idle.IsSet)
            return;
        _idle.Reset();
        _asked.Set();
    }

    /// <summary>Waits until nothing is under way.</summary>
    internal void Wait() => _idle.Wait();

    /// <summary>Ends the thread and closes the file.</summary>
    public void Dispose()
    {
        Wait();
        _ends = true;
        _asked.Set();
        _thread.Join();
        _file.Dispose();
        _asked.Dispose();
        _idle.Dispose();
    }

    private void Work()
    {
        byte[] page = new byte[TrackedMemory.PageBytes];
        for (long offset = 0; ; offset += page.Length)
        {
            _asked.WaitOne();
            if (_ends)
                return;
            try
            {
                RandomAccess.Write(_file, page, offset);
                RandomAccess.FlushToDisk(_file);
            }
            catch (IOException failure)
            {
                _failure = failure;
            }

            _idle.Set();
        }
    }
}
