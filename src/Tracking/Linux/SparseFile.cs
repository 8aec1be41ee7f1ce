using System.IO;
using System.Runtime.InteropServices;

namespace RingCore.Tracking.Linux;

/// <summary>Which parts of a file hold anything, by <c>lseek(2)</c>: the rest reads as zeroes and takes no memory.</summary>
internal static class SparseFile
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NoSuchPart = 6; // ENXIO

    /// <summary>Goes to the next range that holds something.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where to look from; where the range starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>False where there is none up to the end of the file.</returns>
    /// <exception cref="IOException">The kernel refuses.</exception>
    internal static bool NextRange(SafeHandle file, ref long position, out long end)
    {
        end = 0;
        long start = LibC.lseek(file, position, SeekData);
        if (start < 0 && Marshal.GetLastPInvokeError() == NoSuchPart)
            return false;
        if (start >= 0)
            end = LibC.lseek(file, start, SeekHole);
        if (end <= start)
            throw new IOException($"lseek: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        position = start;
        return true;
    }
}
