using System.Runtime.InteropServices;

namespace RingCore.Kvm.Linux;

/// <summary>Calls on the descriptors of <c>/dev/kvm</c>, of machines and of vCPUs.</summary>
internal static unsafe class KvmFile
{
    /// <summary>Carries out an ioctl whose argument is a number.</summary>
    /// <returns>0 or more.</returns>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    internal static int Control(int file, uint request, nint argument, string name)
    {
        int result = LibC.ioctl(file, request, (void*)argument);
        return result >= 0 ? result : throw KvmException.Last(name);
    }

    /// <summary>Carries out an ioctl whose argument is a structure.</summary>
    /// <returns>0 or more.</returns>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    internal static int Control<T>(int file, uint request, ref T argument, string name)
        where T : unmanaged
    {
        fixed (T* pointer = &argument)
            return Control(file, request, (nint)pointer, name);
    }

    /// <summary>Carries out an ioctl that may end early.</summary>
    /// <returns>0 or more, or the negative errno.</returns>
    internal static int TryControl(int file, uint request, void* argument)
    {
        int result = LibC.ioctl(file, request, argument);
        return result >= 0 ? result : -Marshal.GetLastPInvokeError();
    }
}
