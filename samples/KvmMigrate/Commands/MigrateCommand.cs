using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using KvmMigrate.Guest;
using KvmMigrate.Migration;
using KvmMigrate.Reports;
using RingCore.Kvm;

namespace KvmMigrate.Commands;

/// <summary>Runs the guest in one machine, moves it to the other, and looks at what it computed.</summary>
internal static class MigrateCommand
{
    private const int Good = 0;
    private const int Failed = 1;
    private const long MaxInputBytes = 64 << 20;
    private const int MinInputBytes = 16;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(MigrateArguments arguments)
    {
        try
        {
            return Migrate(arguments);
        }
        catch (Exception refusal) when (refusal is KvmException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or PlatformNotSupportedException or TimeoutException)
        {
            Console.Error.WriteLine(refusal.Message);
            return Failed;
        }
    }

    private static int Migrate(MigrateArguments arguments)
    {
        uint[] words = ReadInput(arguments.Input);
        using KvmSystem system = KvmSystem.Open();
        using SortingGuest source = SortingGuest.Create(system, words, arguments.Vcpus, arguments.IsRing ? arguments.RingEntries : 0);
        using SortingGuest target = source.CreateTarget(system);
        IDirtyLog log = arguments.IsRing ? new RingLog(source.Machine) : new BitmapLog(source.Machine);
        MigrationOptions options = new(TimeSpan.FromMilliseconds(arguments.RoundMilliseconds), arguments.StopPages, arguments.MaxRounds);

        List<VcpuThread> before = Start(source, arguments.IsRing ? source.Machine.Rings : null);
        List<VcpuThread> after = [];
        try
        {
            before.ForEach(thread => thread.Resume());
            MigrationReport report = new Precopy(source, target, log, options).Run(before, () =>
            {
                target.FinishSoon();
                after = Start(target, rings: null);
                after.ForEach(thread => thread.Resume());
            });
            if (!after.TrueForAll(thread => thread.WaitForEnd(s_longest)))
                throw new TimeoutException($"The guest did not finish within {s_longest.TotalSeconds} s after the migration.");
            (long passes, string? wrong) = target.Verify(words);
            MigrationTables.Print(report, arguments.IsRing ? "ring" : "bitmap", arguments.Vcpus, passes);
            Console.WriteLine(wrong is null ? "guest result correct after migration" : $"guest result WRONG after migration: {wrong}");
            return wrong is null ? Good : Failed;
        }
        finally
        {
            before.Concat(after).ToList().ForEach(thread => thread.Dispose());
        }
    }

    private static List<VcpuThread> Start(SortingGuest guest, KvmRings? rings) =>
        guest.Machine.Vcpus.Select(vcpu => new VcpuThread(vcpu, rings, GoesOn)).ToList();

    private static bool GoesOn(KvmExit exit) =>
        exit.Reason == KvmExitReason.Io ? false : throw new KvmException($"The guest came out by {exit.Reason}.");

    private static uint[] ReadInput(FileInfo file)
    {
        if (!file.Exists || file.Length is < MinInputBytes or > MaxInputBytes)
            throw new FileNotFoundException($"{file.FullName} is no file of {MinInputBytes} bytes to {MaxInputBytes >> 20} MiB.");
        byte[] bytes = File.ReadAllBytes(file.FullName);
        return MemoryMarshal.Cast<byte, uint>(bytes.AsSpan(0, bytes.Length / sizeof(uint) * sizeof(uint))).ToArray();
    }
}
