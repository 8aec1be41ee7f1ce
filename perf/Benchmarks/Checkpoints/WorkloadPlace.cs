using System;
using System.IO;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>What all sides of a comparison share: the transactions, the size of the image, and a folder that is deleted at the end.</summary>
internal sealed class WorkloadPlace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-checkpoints-");

    /// <summary>Makes the folder, in the system's temporary one.</summary>
    /// <param name="planPages">Pages of an image that the plan's rows fill to a third.</param>
    /// <param name="imagePages">Pages that an image may grow to; as many where it is not said.</param>
    internal WorkloadPlace(int planPages, int? imagePages = null)
    {
        ImagePages = imagePages ?? planPages;
        Plan = new TransactionPlan(seed: 1, (long)planPages * TrackedMemory.PageBytes);
    }

    /// <summary>The transactions.</summary>
    internal TransactionPlan Plan { get; }

    /// <summary>Pages that an image may grow to.</summary>
    internal int ImagePages { get; }

    /// <summary>A file's path in the folder.</summary>
    internal string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Deletes the folder and what is in it.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
