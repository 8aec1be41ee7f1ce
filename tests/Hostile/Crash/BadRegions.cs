using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;

namespace RingCore.Hostile.Crash;

/// <summary>Regions that a collector must refuse: of another version, half made, ended, of two rings, cut, or without their seals.</summary>
internal static unsafe class BadRegions
{
    private const int Entries = 64;
    private const int Reserved = 8;

    private delegate void Spoil(SharedRingHeader* header, AnsweredWords* answered);

    /// <summary>Tries each once.</summary>
    internal static void Try(CrashTally tally)
    {
        Try(tally, SharedOpenStatus.OtherVersion, static (header, _) => header->Version++);
        Try(tally, SharedOpenStatus.WrongMagic, static (header, _) => header->Magic ^= 1);
        Try(tally, SharedOpenStatus.HalfMade, static (header, _) => header->Ready = 0);
        Try(tally, SharedOpenStatus.UnknownLayout, static (header, _) => header->Entries = 48);
        Try(tally, SharedOpenStatus.RegionsDoNotMatch, static (_, answered) => answered->NonceLow ^= 1);
        using (SharedIndexedRing ended = new(new RingGeometry(Entries, reservedEntries: Reserved)))
        {
            SafeFileHandle told = Again(ended.PeerDescriptors.Told);
            SafeFileHandle answered = Again(ended.PeerDescriptors.Answered);
            ended.Dispose();
            Open(tally, SharedOpenStatus.Stale, told, answered);
        }

        using SharedRegion unsealed = SharedRegion.Create("unsealed", 1, RegionSeals.None);
        Open(tally, SharedOpenStatus.NotSealed, Again(unsealed.Descriptor), Again(unsealed.Descriptor));
        Open(tally, SharedOpenStatus.NotAMemfd, File.OpenHandle("/dev/null"), File.OpenHandle("/dev/null"));
    }

    private static void Try(CrashTally tally, SharedOpenStatus expected, Spoil spoil)
    {
        using SharedFlaggedRing ring = new(new RingGeometry(Entries, reservedEntries: Reserved), PeerTrust.Shadowed);
        spoil(&((ToldWords*)ring.Told.Start)->Header, (AnsweredWords*)ring.Answered.Start);
        Open(tally, expected, Again(ring.PeerDescriptors.Told), Again(ring.PeerDescriptors.Answered));
    }

    private static void Open(CrashTally tally, SharedOpenStatus expected, SafeFileHandle told, SafeFileHandle answered)
    {
        SharedOpenStatus status = SharedCollector.Open(told, answered, out SharedCollector? collector);
        if (status == SharedOpenStatus.Opened)
        {
            collector!.Dispose();
            tally.RegionsAccepted++;
            return;
        }

        told.Dispose();
        answered.Dispose();
        tally.AddRefusal(status);
        if (status != expected)
            tally.RegionsAccepted++;
    }

    private static SafeFileHandle Again(SafeFileHandle file) =>
        File.OpenHandle($"/proc/self/fd/{file.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
}
