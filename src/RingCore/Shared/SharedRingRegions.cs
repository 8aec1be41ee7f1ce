using System;
using System.IO;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The three regions of a new ring: made, published, and disposed together where that fails half way.</summary>
internal readonly struct SharedRingRegions
{
    private SharedRingRegions(SharedRegion told, SharedRegion answered, SharedRegion privateWords) =>
        (Told, Answered, Private) = (told, answered, privateWords);

    internal SharedRegion Told { get; }

    internal SharedRegion Answered { get; }

    internal SharedRegion Private { get; }

    /// <summary>In sealed files without names.</summary>
    internal static SharedRingRegions Sealed(SharedRingForm form, long privateBytes) => Make(
        form,
        static (form, _) => SharedRegion.Create(RegionNames.Told, form.ToldBytes, RegionSeals.OfTold),
        static (form, _) => SharedRegion.Create(RegionNames.Answered, form.AnsweredBytes, RegionSeals.OfAnswered),
        "",
        privateBytes);

    /// <summary>In two new files of a folder, without seals.</summary>
    internal static SharedRingRegions InFiles(SharedRingForm form, string folder, bool trustsPeer, long privateBytes) => Make(
        form,
        (form, folder) => SharedRegion.CreateFile(ToldPath(folder), form.ToldBytes, trustsPeer),
        (form, folder) => SharedRegion.CreateFile(AnsweredPath(folder), form.AnsweredBytes, trustsPeer),
        folder,
        privateBytes);

    internal static string ToldPath(string folder) => Path.Combine(folder, "told");

    internal static string AnsweredPath(string folder) => Path.Combine(folder, "answered");

    private static unsafe SharedRingRegions Make(
        SharedRingForm form, Func<SharedRingForm, string, SharedRegion> makeTold, Func<SharedRingForm, string, SharedRegion> makeAnswered, string folder,
        long privateBytes)
    {
        SharedRegion? told = null;
        SharedRegion? answered = null;
        try
        {
            told = makeTold(form, folder);
            answered = makeAnswered(form, folder);
            SharedRegion privateWords = SharedRegion.CreatePrivate(privateBytes);
            HeaderPublication.Mark<SharedFencePoints>(form, (PrivateWords*)privateWords.Start);
            HeaderPublication.Publish<SharedFencePoints>(
                form, (ToldWords*)told.Start, told.Bytes, (AnsweredWords*)answered.Start, answered.Bytes);
            return new SharedRingRegions(told, answered, privateWords);
        }
        catch (Exception)
        {
            told?.Dispose();
            answered?.Dispose();
            throw;
        }
    }
}
