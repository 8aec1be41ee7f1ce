using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.Kvm;

/// <summary>
/// A vCPU and its dirty ring. One thread at a time runs it and reads or writes its state; <see cref="Kick"/> is for any thread.
/// </summary>
public sealed unsafe class KvmVcpu : IDisposable
{
    private readonly KvmMachine _machine;
    private readonly Lock _gate = new();
    private readonly int _mapBytes;
    private readonly FlaggedDirtyRing? _ring;
    private byte* _run;
    private nint _ringStart;
    private int _file;
    private int _runningThread;
    private bool _isMaskSet;

    internal KvmVcpu(KvmMachine machine, int number, int file, int mapBytes)
    {
        (_machine, Number, _file, _mapBytes) = (machine, number, file, mapBytes);
        nint run = LibC.mmap(0, (nuint)mapBytes, LibC.ProtectRead | LibC.ProtectWrite, LibC.MapShared, file, 0);
        if (run == LibC.MapFailed)
            throw Undo("mmap of a vCPU");
        _run = (byte*)run;
        if (machine.RingGeometry is RingGeometry geometry)
        {
            nint ring = MapRing(LibC.ProtectRead | LibC.ProtectWrite, LibC.MapShared, geometry.Bytes);
            if (ring == LibC.MapFailed)
                throw Undo("mmap of a vCPU's dirty ring");
            _ringStart = ring;
            _ring = new FlaggedDirtyRing(geometry, _ringStart, (nuint)geometry.Bytes);
        }
    }

    /// <summary>Number within the machine, from 0.</summary>
    public int Number { get; }

    /// <summary>
    /// The collector of the vCPU's dirty ring. The kernel is the ring's producer and resetter: harvest here, reset with <see cref="KvmRings.Reset"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The machine has no rings.</exception>
    public FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle Collector =>
        _ring?.Collector ?? throw new InvalidOperationException("This machine was made without dirty rings.");

    /// <summary>First byte of the ring's mapping; 0 where there is none.</summary>
    internal nint RingStart => _ringStart;

    /// <summary>Runs the guest until something needs the host. Waits as long as the guest runs: <see cref="Kick"/> ends it.</summary>
    /// <remarks>
    /// After an access to a port the next call completes it first. The first call of a thread blocks the kick's signal in that thread, for good.
    /// </remarks>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    public KvmExit Run()
    {
        int thread = KickSignal.BlockOnThisThread();
        SetMaskOnce();
        while (true)
        {
            lock (_gate)
                _runningThread = thread;
            int result = KvmFile.TryControl(_file, KvmCalls.Run, null);
            bool isKicked = false;
            lock (_gate)
            {
                _runningThread = 0; // from here on no more signals are sent
                KickSignal.Consume();
                if (result == -LibC.EINTR)
                {
                    isKicked = CoherentFencePoints.ReadOnce(ImmediateExit) != 0;
                    CoherentFencePoints.WriteOnce(ImmediateExit, 0);
                }
            }

            if (isKicked)
                return new KvmExit(KvmExitReason.Kicked);
            // Any other signal, for instance the garbage collector's, has had its handler.
            if (result != -LibC.EINTR)
                return result < 0 ? throw new KvmException("KVM_RUN", -result) : ReadExit();
        }
    }

    /// <summary>
    /// Gets the vCPU out of the guest: the call of <see cref="Run"/> that is under way ends, else the next one at once. It is over when that
    /// call has returned <see cref="KvmExitReason.Kicked"/>; another exit may come before. Any thread.
    /// </summary>
    public void Kick()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_run == null, this);
            CoherentFencePoints.WriteOnce(ImmediateExit, KvmCalls.RunImmediateExit);
            if (_runningThread != 0)
                KickSignal.Send(_runningThread);
        }
    }

    /// <summary>Completes a port access whose exit <see cref="Run"/> has returned, without a step of the guest: before the state is read.</summary>
    public void CompleteExit()
    {
        Kick();
        KvmExit exit = Run();
        if (exit.Reason != KvmExitReason.Kicked)
            throw new KvmException($"The vCPU came out by {exit.Reason} where a kick was to end it.");
    }

    /// <summary>The general registers.</summary>
    public KvmRegisters GetRegisters() => Get<KvmRegisters>(KvmCalls.GetRegisters, "KVM_GET_REGS");

    /// <summary>Sets the general registers.</summary>
    public void SetRegisters(KvmRegisters registers) => Set(KvmCalls.SetRegisters, registers, "KVM_SET_REGS");

    /// <summary>Segments and control registers.</summary>
    public KvmSystemRegisters GetSystemRegisters() => Get<KvmSystemRegisters>(KvmCalls.GetSystemRegisters, "KVM_GET_SREGS");

    /// <summary>Sets segments and control registers.</summary>
    public void SetSystemRegisters(KvmSystemRegisters registers) => Set(KvmCalls.SetSystemRegisters, registers, "KVM_SET_SREGS");

    /// <summary>Maps the ring once more, for reading: looks at entries without taking part.</summary>
    /// <exception cref="InvalidOperationException">The machine has no rings.</exception>
    public KvmRingView OpenRingView()
    {
        if (_machine.RingGeometry is not RingGeometry geometry)
            throw new InvalidOperationException("This machine was made without dirty rings.");
        nint start = MapRing(LibC.ProtectRead, LibC.MapShared, geometry.Bytes);
        return start != LibC.MapFailed ? new KvmRingView(start, geometry) : throw KvmException.Last("mmap of a dirty ring for reading");
    }

    /// <summary>Unmaps the ring and ends the vCPU, which does not run.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "Sealed, no finalizer.")]
    public void Dispose()
    {
        lock (_gate)
        {
            _ring?.Dispose();
            if (_ringStart != 0)
                _ = LibC.munmap(_ringStart, (nuint)_machine.RingGeometry!.Bytes);
            if (_run != null)
                _ = LibC.munmap((nint)_run, (nuint)_mapBytes);
            if (_file >= 0)
                _ = LibC.close(_file);
            _run = null;
            _ringStart = 0;
            _file = -1;
        }
    }

    internal nint MapRing(int protection, int flags, long bytes) =>
        LibC.mmap(0, (nuint)bytes, protection, flags, _file, KvmCalls.RingPageOffset * GuestMemory.PageBytes);

    internal void Transfer(uint request, Span<byte> state, string name)
    {
        fixed (byte* pointer = state)
            KvmFile.Control(_file, request, (nint)pointer, name);
    }

    internal void SetCpuid(KvmSystem system) => Transfer(KvmCalls.SetCpuid, system.SupportedCpuid, "KVM_SET_CPUID2");

    // Byte 1 of the word is immediate_exit; the others are request_interrupt_window, which nobody sets, and padding.
    private uint* ImmediateExit => (uint*)(_run + KvmCalls.RunImmediateExitWord);

    private void SetMaskOnce()
    {
        if (_isMaskSet)
            return;
        KvmSignalMask mask = new() { SetBytes = sizeof(ulong), Set = KickSignal.MaskInsideRun() };
        KvmFile.Control(_file, KvmCalls.SetSignalMask, ref mask, "KVM_SET_SIGNAL_MASK");
        _isMaskSet = true;
    }

    private KvmExit ReadExit()
    {
        KvmExitReason reason = (KvmExitReason)CoherentFencePoints.ReadPlain((uint*)(_run + KvmCalls.RunExitReason));
        if (reason != KvmExitReason.Io)
            return new KvmExit(reason);
        uint access = CoherentFencePoints.ReadPlain((uint*)(_run + KvmCalls.RunIo)); // direction, size, port
        ulong offset = CoherentFencePoints.ReadPlain((ulong*)(_run + KvmCalls.RunIoDataOffset));
        uint value = CoherentFencePoints.ReadPlain((uint*)(_run + offset));
        int size = (byte)(access >> 8);
        return new KvmExit(reason, (ushort)(access >> 16), (access & 1) != 0, size == sizeof(uint) ? value : value & ((1u << (size * 8)) - 1));
    }

    private T Get<T>(uint request, string name)
        where T : unmanaged
    {
        T state = default;
        KvmFile.Control(_file, request, ref state, name);
        return state;
    }

    private void Set<T>(uint request, T state, string name)
        where T : unmanaged => KvmFile.Control(_file, request, ref state, name);

    private KvmException Undo(string call)
    {
        KvmException why = KvmException.Last(call);
        Dispose();
        return why;
    }
}
