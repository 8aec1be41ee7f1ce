using System;
using System.Globalization;
using System.Threading;
using LiveCheckpoint.Crash;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;

namespace LiveCheckpoint.Isolated;

/// <summary>
/// Kills each checkpointer at a random moment after its first commit, and looks, before it starts the next, whether the log has what had been
/// said to be in it. The last one is left alive.
/// </summary>
/// <remarks>Called on the writer's thread; kills and looks on a thread of its own, so that the writer runs on without a checkpointer.</remarks>
internal sealed class KilledCheckpointers : ICheckpointers, IDisposable
{
    private const int LongestLifeMilliseconds = 300;

    private readonly int _rounds;
    private readonly string _databasePath;
    private readonly Action<string> _say;
    private readonly AutoResetEvent _hasCommitted = new(false);
    private RandomSequence _random;
    private Thread? _killer;
    private CheckpointerProcess? _process;
    private long _committed;
    private int _done;

    /// <param name="rounds">Checkpointers to kill.</param>
    /// <param name="seed">Decides the moments.</param>
    /// <param name="databasePath">Where a log is restored to be looked at.</param>
    /// <param name="say">Called with a sentence for each kill.</param>
    internal KilledCheckpointers(int rounds, ulong seed, string databasePath, Action<string> say)
    {
        (_rounds, _databasePath, _say) = (rounds, databasePath, say);
        _random = new RandomSequence(seed);
    }

    public int Started { get; private set; }

    public bool AreDone => Rounds == _rounds;

    /// <summary>Checkpointers killed and looked after.</summary>
    internal int Rounds => Volatile.Read(ref _done);

    /// <summary>Transactions that a log had lost. Read it when all is over, as the next.</summary>
    internal long Lost { get; private set; }

    /// <summary>Logs that were wrong in another way.</summary>
    internal int Corrupt { get; private set; }

    public void StartWhereNoneRuns(string socketPath, string logPath, LogHeader header)
    {
        if (_killer is { IsAlive: true } || _process is { HasExited: false })
            return;
        _process?.Dispose();
        _process = CheckpointerProcess.Start(socketPath, logPath, header);
        Started++;
        if (AreDone)
            return;
        _hasCommitted.Reset();
        _killer = new Thread(() => KillOne(_process, logPath)) { Name = "killer", IsBackground = true };
        _killer.Start();
    }

    public void Committed(long transaction)
    {
        Volatile.Write(ref _committed, transaction);
        _hasCommitted.Set();
    }

    public bool WaitForEnd()
    {
        _killer?.Join();
        return _process is { HasExited: true } ? AreDone : _process is null || _process.WaitForEnd();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _killer?.Join();
        _hasCommitted.Dispose();
    }

    private void KillOne(CheckpointerProcess process, string logPath)
    {
        while (!_hasCommitted.WaitOne(TimeSpan.FromMilliseconds(100)))
        {
            if (process.HasExited)
                return;
        }

        Thread.Sleep(_random.Below(LongestLifeMilliseconds));
        process.Kill();
        // What the writer knows by now was said before the kill.
        long committed = Volatile.Read(ref _committed);
        Announcement announced = new();
        announced.Take($"{Announcement.CommittedMark} {long.MaxValue}");
        announced.Take($"{Announcement.DurableMark} 0 {committed.ToString(CultureInfo.InvariantCulture)} 0 0");
        CrashVerdict verdict = CrashVerdict.Reach(logPath, _databasePath, announced);
        Lost += verdict.LostTransactions;
        Corrupt += verdict.Corruption is null ? 0 : 1;
        string fault = verdict.Corruption is null ? "" : $"; {verdict.Corruption}";
        _say(string.Create(CultureInfo.InvariantCulture,
            $"round {_done + 1}: checkpointer {process.Id} killed; transaction {committed} was committed; the log ends with epoch {verdict.Epoch}, lost {verdict.LostTransactions}{fault}"));
        Volatile.Write(ref _done, _done + 1);
    }
}
