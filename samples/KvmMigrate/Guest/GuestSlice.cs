using System;
using RingCore.Kvm;

namespace KvmMigrate.Guest;

/// <summary>A vCPU's part of the input, and where it stands in the guest's memory: a page of control, the array, the scratch.</summary>
/// <param name="Number">The vCPU.</param>
/// <param name="FirstWord">First word of the input.</param>
/// <param name="Words">How many.</param>
/// <param name="Control">Offset of the control block in bytes.</param>
/// <param name="Array">Offset of the array.</param>
/// <param name="Scratch">Offset of the scratch.</param>
internal readonly record struct GuestSlice(int Number, int FirstWord, int Words, long Control, long Array, long Scratch)
{
    /// <summary>Divides the input.</summary>
    /// <param name="words">Words of the input.</param>
    /// <param name="vcpus">vCPUs: 1 to <paramref name="words"/>.</param>
    /// <param name="pages">Pages of memory for all of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more vCPUs than words: the guest's loops take a word at least.</exception>
    internal static GuestSlice[] Divide(int words, int vcpus, out long pages)
    {
        if (vcpus < 1 || vcpus > words)
            throw new ArgumentOutOfRangeException(nameof(vcpus), vcpus, $"An input of {words} words is for 1 to {words} vCPUs.");
        GuestSlice[] slices = new GuestSlice[vcpus];
        pages = 0;
        int first = 0;
        for (int i = 0; i < vcpus; i++)
        {
            int count = (words - first) / (vcpus - i);
            long arrayPages = (((long)count * sizeof(uint)) + GuestMemory.PageBytes - 1) / GuestMemory.PageBytes;
            slices[i] = new GuestSlice(
                i, first, count, pages * GuestMemory.PageBytes, (pages + 1) * GuestMemory.PageBytes, (pages + 1 + arrayPages) * GuestMemory.PageBytes);
            pages += 1 + (2 * arrayPages);
            first += count;
        }

        return slices;
    }
}
