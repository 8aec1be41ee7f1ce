using LiveCheckpoint.Log;

namespace LiveCheckpoint.Isolated;

/// <summary>Whoever starts the checkpointers of a run, one after the other. Called on the writer's thread, between two transactions.</summary>
internal interface ICheckpointers
{
    /// <summary>How many were started.</summary>
    int Started { get; }

    /// <summary>Whether the run has served its purpose.</summary>
    bool AreDone { get; }

    /// <summary>Starts one, unless one runs already.</summary>
    void StartWhereNoneRuns(string socketPath, string logPath, LogHeader header);

    /// <summary>The log has this transaction for certain: a checkpointer has said so.</summary>
    void Committed(long transaction);

    /// <summary>Waits until the last one has ended, as it does by itself once the writer has let go of it.</summary>
    /// <returns>Whether it ended well.</returns>
    bool WaitForEnd();
}
