using System;

namespace KvmMigrate.Migration;

/// <summary>How a migration learns what the guest has written.</summary>
internal interface IDirtyLog
{
    /// <summary>Times that a vCPU was throttled by a full ring.</summary>
    long SoftFullExits { get; }

    /// <summary>Lets time pass while the guest runs.</summary>
    void Run(TimeSpan time);

    /// <summary>
    /// The pages written since the last call, a bit each; they are armed again already, so that they may be read now and what is written from now on
    /// comes with the next call. Valid until then.
    /// </summary>
    Span<ulong> Collect();
}
