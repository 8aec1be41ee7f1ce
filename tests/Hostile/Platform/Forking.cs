using System.Runtime.InteropServices;

namespace RingCore.Hostile.Platform;

/// <summary>Processes without a program of their own.</summary>
internal static unsafe partial class Forking
{
    private const int NoHang = 1; // WNOHANG
    private const int KillSignal = 9; // SIGKILL

    /// <summary>Makes a copy of this process that has this thread alone.</summary>
    /// <returns>0 in the copy, its number in this process.</returns>
    internal static int Fork() => fork();

    /// <summary>Buries the children that are dead.</summary>
    internal static void Reap()
    {
        int status;
        while (waitpid(-1, &status, NoHang) > 0)
        {
        }
    }

    /// <summary>Ends this process, and nothing more.</summary>
    internal static void Exit(int code) => _exit(code);

    /// <summary>SIGKILL to another process.</summary>
    internal static void Kill(int process) => _ = kill(process, KillSignal);

    [LibraryImport("libc")]
    private static partial int fork();

    [LibraryImport("libc")]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc")]
    private static partial void _exit(int code);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
