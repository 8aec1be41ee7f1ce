using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore;

public unsafe partial class SharedRegion
{
    /// <summary>Makes a region in a new file of its own, which only its owner may open. Without seals: for peers that are trusted.</summary>
    /// <param name="path">The file; it must not exist, and is the caller's to delete.</param>
    /// <param name="bytes">Size, 1 or more; made up to whole pages.</param>
    /// <param name="trustsPeer">That no peer which can open the file will cut it off or write where it should not.</param>
    /// <exception cref="ArgumentException">The peer is not trusted.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is outside its range.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static SharedRegion CreateFile(string path, long bytes, bool trustsPeer)
    {
        if (!trustsPeer)
            throw new ArgumentException("A named file has no seals: it is for peers that are trusted.", nameof(trustsPeer));
        bytes = WholePages(bytes);
        SafeFileHandle file = FileMapping.OpenFile(path, isNew: true, isWritable: true);
        try
        {
            RandomAccess.SetLength(file, bytes);
            FileMapping mapping = new(file, bytes, isWritable: true);
            return new SharedRegion(file, ownsDescriptor: true, mapping, mapping.Start, bytes) { IsWritable = true };
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps a file that another process has made. Without seals: for peers that are trusted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The size that it must have, made up to whole pages; 0 for whatever it has.</param>
    /// <param name="access">How to map it.</param>
    /// <param name="trustsPeer">That no peer which can open the file will cut it off or write where it should not.</param>
    /// <param name="region">The region, where it was opened.</param>
    public static SharedOpenStatus OpenFile(string path, long bytes, RegionAccess access, bool trustsPeer, out SharedRegion? region)
    {
        region = null;
        if (!trustsPeer)
            return SharedOpenStatus.PeerNotTrusted;
        bool isWritable = access == RegionAccess.ReadWrite;
        SafeFileHandle file;
        try
        {
            file = FileMapping.OpenFile(path, isNew: false, isWritable);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return SharedOpenStatus.NoSuchFile;
        }

        SharedOpenStatus status = CheckSize(file, bytes, out long found);
        if (status == SharedOpenStatus.Opened)
        {
            try
            {
                FileMapping mapping = new(file, found, isWritable);
                region = new SharedRegion(file, ownsDescriptor: true, mapping, mapping.Start, found) { IsWritable = isWritable };
                return status;
            }
            catch (Exception why) when (why is IOException or UnauthorizedAccessException)
            {
                status = SharedOpenStatus.MapRefused;
            }
        }

        file.Dispose();
        return status;
    }
}
