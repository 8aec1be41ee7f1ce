using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RingCore.Kvm;
using RingCore.Kvm.Abi;
using Xunit;

namespace RingCore.Tests;

/// <summary>Our calls and structures against the kernel's, as a C compiler reads <c>linux/kvm.h</c>: native/kvm_calls.c prints, this compares.</summary>
public class KvmHeaderTests
{
    [NeedsToolFact("g++")]
    public void Calls_and_structures_are_the_kernel_s()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return; // another architecture's header has other structures, and this library runs none there
        Dictionary<string, ulong> ours = Ours();
        Dictionary<string, ulong> kernel = CompileAndRun();
        // An older header may not know the newest capabilities; it never knows what is not here.
        Assert.True(kernel.Count >= ours.Count - 2, $"The header gave {kernel.Count} numbers, {ours.Count} are used.");
        foreach ((string name, ulong value) in kernel)
            Assert.True(ours.GetValueOrDefault(name, ulong.MaxValue) == value, $"{name} is {value:x} in the header, here {ours.GetValueOrDefault(name):x}.");
    }

    private static Dictionary<string, ulong> Ours()
    {
        Dictionary<string, ulong> ours = typeof(KvmCalls).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .ToDictionary(field => field.Name, field => Convert.ToUInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture));
        ours["KvmMemoryRegion"] = (ulong)Unsafe.SizeOf<KvmMemoryRegion>();
        ours["KvmEnableCap"] = (ulong)Unsafe.SizeOf<KvmEnableCap>();
        ours["KvmDirtyLog"] = (ulong)Unsafe.SizeOf<KvmDirtyLog>();
        ours["KvmSignalMask"] = (ulong)Unsafe.SizeOf<KvmSignalMask>();
        ours["KvmSegment"] = (ulong)Unsafe.SizeOf<KvmSegment>();
        ours["KvmDescriptorTable"] = (ulong)Unsafe.SizeOf<KvmDescriptorTable>();
        ours["KvmRegisters"] = (ulong)Unsafe.SizeOf<KvmRegisters>();
        ours["KvmSystemRegisters"] = (ulong)Unsafe.SizeOf<KvmSystemRegisters>();
        ours["Rip"] = (ulong)Marshal.OffsetOf<KvmRegisters>(nameof(KvmRegisters.Rip));
        ours["Cr0"] = (ulong)Marshal.OffsetOf<KvmSystemRegisters>(nameof(KvmSystemRegisters.Cr0));
        ours["Efer"] = (ulong)Marshal.OffsetOf<KvmSystemRegisters>(nameof(KvmSystemRegisters.Efer));
        foreach (KvmExitReason reason in (KvmExitReason[])[KvmExitReason.Kicked, KvmExitReason.Io, KvmExitReason.DirtyRingFull])
            ours[$"{reason}"] = (ulong)reason;
        return ours;
    }

    private static Dictionary<string, ulong> CompileAndRun()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-kvm-");
        try
        {
            string source = Path.Combine(folder.FullName, "kvm_calls.c");
            string program = Path.Combine(folder.FullName, "kvm_calls");
            using (Stream embedded = typeof(KvmHeaderTests).Assembly.GetManifestResourceStream("kvm_calls.c")!)
            using (FileStream file = File.Create(source))
                embedded.CopyTo(file);
            Run("g++", "-x", "c", "-Wall", "-Werror", "-o", program, source);
            return Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
                .ToDictionary(words => words[0], words => ulong.Parse(words[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(4)), $"{program} did not end.");
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
        return output;
    }
}
