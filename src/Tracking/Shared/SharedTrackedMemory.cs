using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Words = RingCore.Tracking.TrackerRecord<RingCore.SharedFencePoints>;

namespace RingCore.Tracking;

/// <summary>
/// Tracked memory that another process may read and nobody else may write, and the private record of what was written. Linux only.
/// </summary>
/// <remarks>
/// <para>The pages stand in <see cref="Image"/>, a region that collectors get; its seals give nobody, this process included, another writable
/// mapping. Marks, open round, round in flight and the writer's intent stand in <see cref="Record"/>, which never leaves the producer's side:
/// whoever holds both descriptors when this process dies can start a successor (<see cref="Succeed"/>).</para>
/// <para>What the memory holds when it is made, zeroes, counts as clean. Slots and frame numbers are as in <see cref="TrackedMemory"/>.</para>
/// </remarks>
public sealed unsafe class SharedTrackedMemory : IDisposable
{
    private readonly SharedImage _image;

    /// <summary>Makes memory of zeroes.</summary>
    /// <param name="slotPages">Pages of each slot, as <see cref="TrackedMemory(ReadOnlySpan{long})"/> takes them.</param>
    /// <exception cref="ArgumentException">There is no slot, or too many; or a slot has no page, or there are too many pages.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public SharedTrackedMemory(params ReadOnlySpan<long> slotPages)
        : this(SharedImage.Create(TrackedMemory.Lay(slotPages)), null)
    {
        Words.Begin(Record.Start, (long)Pages, _image.Name, isEverythingDirty: false);
    }

    private SharedTrackedMemory(SharedImage image, SharedRegion? record)
    {
        _image = image;
        try
        {
            Record = record ?? SharedRegion.Create(TrackerInspector.RecordName, Words.BytesFor(image.Pages), RegionSeals.OfAnswered);
        }
        catch (IOException)
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>The pages, behind a header. What a collector gets.</summary>
    public SharedRegion Image => _image.Region;

    /// <summary>What is known of the pages. Never for a collector.</summary>
    public SharedRegion Record { get; }

    /// <summary>Slot numbers, first frames and sizes.</summary>
    public SlotTable Slots => _image.Slots;

    /// <summary>Number of slots.</summary>
    public int SlotCount => Slots.Slots.Length;

    /// <summary>Pages of all slots together. Frame numbers run from 0 to one less.</summary>
    public ulong Pages => (ulong)_image.Pages;

    /// <summary>Pages that count as written because the record was lost: all, or 0.</summary>
    public long PagesDeclaredDirty { get; private init; }

    /// <summary>
    /// Takes over from a producer that died: its pages are copied into a new image, since the old one cannot be written any more, and its
    /// record goes on in place. Hold on to the new image's descriptor, and to the record's, before anything is written.
    /// </summary>
    /// <param name="image">The dead producer's image. Closed by this call.</param>
    /// <param name="record">
    /// Its record, which becomes the new memory's; closed where the call fails. Null where it is gone: all pages count as written then
    /// (<see cref="PagesDeclaredDirty"/>), and the record is a new one.
    /// </param>
    /// <param name="memory">The memory, where the answer is <see cref="SharedOpenStatus.Opened"/>.</param>
    /// <returns><see cref="SharedOpenStatus.RegionsDoNotMatch"/> where the record is about other memory; else what is wrong with a region.</returns>
    /// <exception cref="IOException">The kernel refuses the new image.</exception>
    public static SharedOpenStatus Succeed(SafeFileHandle image, SafeFileHandle? record, out SharedTrackedMemory? memory)
    {
        memory = null;
        SharedOpenStatus status = SharedImage.Open(image, out SharedImage? old);
        if (old is null)
        {
            record?.Dispose();
            return status;
        }

        using (old)
        {
            SharedRegion? words = null;
            bool isLost = record is null;
            if (record is not null)
            {
                status = OpenRecord(record, old, out words, out isLost);
                if (words is null)
                    return status;
            }

            memory = Copy(old, words, isLost);
            return SharedOpenStatus.Opened;
        }
    }

    /// <summary>First byte of a slot, at a multiple of 4 KiB; the slot's pages follow without a gap. Good until the memory is disposed.</summary>
    /// <param name="slot">0 to <see cref="SlotCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public byte* Address(int slot)
    {
        if ((uint)slot >= (uint)SlotCount)
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"The memory has {SlotCount} slots, numbered from 0.");
        return _image.Start + (Slots.Slots[slot].BaseGfn * TrackedMemory.PageBytes);
    }

    /// <summary>Gives up the memory. It stays mapped for a tracker that is not disposed, and exists as long as anybody has its descriptors.</summary>
    public void Dispose()
    {
        _image.Dispose();
        Record.Dispose();
    }

    /// <summary>Makes the new image of the old one, over the record where there is one.</summary>
    private static SharedTrackedMemory Copy(SharedImage old, SharedRegion? words, bool isLost)
    {
        SharedImage? copy = null;
        try
        {
            copy = SharedImage.Create(old.Slots, old.Name);
            old.CopyInto(copy);
            SharedTrackedMemory memory = new(copy, words) { PagesDeclaredDirty = isLost ? copy.Pages : 0 };
            if (isLost)
                Words.Begin(memory.Record.Start, copy.Pages, copy.Name, isEverythingDirty: true);
            return memory;
        }
        catch (IOException)
        {
            copy?.Dispose();
            words?.Dispose();
            throw;
        }
    }

    private static SharedOpenStatus OpenRecord(SafeFileHandle descriptor, SharedImage image, out SharedRegion? record, out bool isLost)
    {
        isLost = false;
        SharedOpenStatus status = SharedRegion.Open(
            descriptor, RegionSeals.OfAnswered, Words.BytesFor(image.Pages), RegionAccess.ReadWrite, out record);
        if (record is null)
        {
            descriptor.Dispose();
            return status;
        }

        // Half made: its maker died before it wrote a page, or in the middle of declaring all of them written.
        isLost = !Words.IsRecord(record.Start, image.Pages);
        if (isLost || new Words(record.Start, image.Pages).Image == image.Name)
            return status;
        record.Dispose();
        record = null;
        return SharedOpenStatus.RegionsDoNotMatch;
    }
}
