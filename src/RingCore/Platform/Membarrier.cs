using System;
using System.Runtime.InteropServices;

namespace RingCore.Platform;

/// <summary>
/// Linux's <c>membarrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED)</c>: a full fence on every running thread of every process that has registered for it.
/// Linux 4.16 or later.
/// </summary>
internal static class Membarrier
{
    private const int GlobalExpedited = 1 << 1;
    private const int RegisterGlobalExpedited = 1 << 2;

    // asm/unistd: 324 on x86-64, 283 in the generic table that arm64 and riscv64 use.
    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283;

    /// <summary>Whether this process is registered, which the first look makes it; for as long as it lives.</summary>
    internal static bool IsRegistered { get; } = OperatingSystem.IsLinux() && LibC.syscall(s_number, RegisterGlobalExpedited, 0, 0) == 0;

    /// <summary>Fences every registered process.</summary>
    /// <returns>False where the kernel cannot.</returns>
    internal static bool FenceAll() => IsRegistered && LibC.syscall(s_number, GlobalExpedited, 0, 0) == 0;
}
