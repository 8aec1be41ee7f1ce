using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using RingCore.VhostUser.Linux;
using RingCore.VhostUser.Protocol;

namespace RingCore.VhostUser;

/// <summary>A queue of a session: what the front end has said of it, and the device's side of the ring while it is started.</summary>
/// <remarks>The session's thread uses it. <see cref="VhostUserSession.Serve"/> may start and stop it, and makes <see cref="Device"/> anew where memory moves.</remarks>
public sealed unsafe class VhostUserQueue
{
    // A position in the protocol: the descriptor in 15 bits, the wrap counter above; the driver's in the low, the device's in the high half.
    private const int WrapShift = 15;
    private const uint IndexMask = (1u << WrapShift) - 1;
    private const int UsedShift = 16;

    private readonly EventPoll _poll;
    private VringAddress? _address;
    private PackedPosition _base = PackedPosition.Start;
    private SafeFileHandle? _kick;
    private SafeFileHandle? _call;
    private SafeFileHandle? _error;
    private bool _isBrokenTold;
    private bool _isCallOwed; // the driver wanted one when there was no file for it

    internal VhostUserQueue(int index, EventPoll poll) => (Index, _poll) = (index, poll);

    /// <summary>Its number; with network devices an even one carries what the driver receives.</summary>
    public int Index { get; }

    /// <summary>Descriptors; 0 until the front end has said it.</summary>
    public int Size { get; private set; }

    /// <summary>The device's side of the ring; null while the queue is stopped. A <see cref="VhostUserSession.Serve"/> may change it: complete before what was taken.</summary>
    public PackedDevice? Device { get; private set; }

    /// <summary>Whether the queue only carries something to the device; see <see cref="VirtqueueDevice{TFence}.ReadsOnly"/>. Set it before the queue starts.</summary>
    public bool ReadsOnly { get; set; }

    /// <summary>Whether the front end lets the device use the ring: a started one that is disabled may be emptied only.</summary>
    public bool IsEnabled { get; internal set; }

    /// <summary>Whether the device may use the ring.</summary>
    public bool IsRunning => IsEnabled && Device is { IsBroken: false };

    /// <summary>Times that the front end has started it.</summary>
    public long Starts { get; private set; }

    /// <summary>Notifications that the driver was sent.</summary>
    public long Calls { get; private set; }

    /// <summary>Notifies the driver of what was completed, if it wants that. Ask once for a batch: a full fence.</summary>
    public void CallIfNeeded()
    {
        if (Device is null || !Device.NeedsCall())
            return;
        _isCallOwed = true;
        CallIfOwed();
    }

    internal VhostUserRefusal SetSize(uint size, int most)
    {
        if (Device is not null)
            return VhostUserRefusal.QueueIsStarted;
        if (size == 0 || size > (uint)most)
            return VhostUserRefusal.SizeOutOfRange;
        Size = (int)size;
        return VhostUserRefusal.None;
    }

    internal VhostUserRefusal SetAddress(in VringAddress address)
    {
        if (Device is not null)
            return VhostUserRefusal.QueueIsStarted;
        if (address.Flags != 0)
            return VhostUserRefusal.ValueOutOfRange; // the one flag there is asks for a log, which is not offered
        _address = address;
        return VhostUserRefusal.None;
    }

    /// <summary>Only the driver's half counts, as in DPDK's back end: a stopped queue has nothing in flight, and DPDK's front end leaves the other half empty.</summary>
    internal VhostUserRefusal SetBase(uint value)
    {
        if (Device is not null)
            return VhostUserRefusal.QueueIsStarted;
        _base = new PackedPosition((int)(value & IndexMask), (value >> WrapShift & 1) != 0);
        return VhostUserRefusal.None;
    }

    /// <summary>Stops the queue.</summary>
    /// <returns>Where it goes on, as the protocol numbers positions.</returns>
    internal uint Stop()
    {
        if (Device is not null)
            _base = Device.Used;
        Device = null;
        _isCallOwed = false;
        ReplaceKick(null);
        uint position = (uint)_base.Index | (_base.Wrap ? 1u << WrapShift : 0);
        return position | position << UsedShift;
    }

    /// <summary>Starts the queue. The file is watched; without one the driver's notifications are not needed.</summary>
    internal VhostUserRefusal Start(SafeFileHandle? kick, VhostUserMemory? memory, VirtqueueFeatures features)
    {
        if (Device is not null)
        {
            kick?.Dispose();
            return VhostUserRefusal.QueueIsStarted;
        }

        VhostUserRefusal refusal = kick is not null && (!EventFile.TryAdopt(kick) || !_poll.TryWatchEvents(kick)) ? VhostUserRefusal.NoEventFile
            : TryBind(memory, features);
        ReplaceKick(kick);
        Starts++;
        return refusal;
    }

    /// <summary>Finds a started queue in a new memory table.</summary>
    internal VhostUserRefusal Rebind(VhostUserMemory memory, VirtqueueFeatures features)
    {
        if (Device is null)
            return VhostUserRefusal.None;
        _base = Device.Used;
        return TryBind(memory, features);
    }

    /// <summary>A driver that slept when it was to be called, and could not, is called now.</summary>
    internal VhostUserRefusal SetCall(SafeFileHandle? call)
    {
        VhostUserRefusal refusal = SetEvents(ref _call, call);
        if (refusal == VhostUserRefusal.None)
            CallIfOwed();
        return refusal;
    }

    internal VhostUserRefusal SetError(SafeFileHandle? error) => SetEvents(ref _error, error);

    /// <summary>Tells the front end that the driver broke the ring's rules, once.</summary>
    /// <returns>Whether it is broken.</returns>
    internal bool TellBroken()
    {
        bool isBroken = Device is { IsBroken: true };
        _isBrokenTold &= isBroken;
        if (isBroken && !_isBrokenTold && _error is not null)
        {
            EventFile.Signal(_error);
            _isBrokenTold = true;
        }

        return isBroken;
    }

    internal void Close()
    {
        Device = null;
        IsEnabled = false;
        ReplaceKick(null);
        _call?.Dispose();
        _error?.Dispose();
    }

    private void CallIfOwed()
    {
        if (!_isCallOwed || _call is null)
            return;
        _isCallOwed = false;
        Calls++;
        EventFile.Signal(_call);
    }

    private VhostUserRefusal TryBind(VhostUserMemory? memory, VirtqueueFeatures features)
    {
        Device = null;
        if (Size == 0 || _address is not { } address || memory is null)
            return VhostUserRefusal.QueueIsIncomplete;
        if (_base.Index >= Size)
            return VhostUserRefusal.BaseOutOfRange;
        if (!TryFind(memory, address.Descriptors, (uint)Size * PackedDescriptor.Bytes, PackedDescriptor.Bytes, out nint descriptors)
            || !TryFind(memory, address.DriverEvent, PackedEventSuppression.Bytes, PackedEventSuppression.Bytes, out nint driverEvent)
            || !TryFind(memory, address.DeviceEvent, PackedEventSuppression.Bytes, PackedEventSuppression.Bytes, out nint deviceEvent))
        {
            return VhostUserRefusal.QueueOutsideMemory;
        }

        Device = new PackedDevice(new VirtqueueMemory(Size, descriptors, driverEvent, deviceEvent), features, _base) { ReadsOnly = ReadsOnly };
        return VhostUserRefusal.None;
    }

    private static bool TryFind(VhostUserMemory memory, ulong address, uint bytes, int alignment, out nint start)
    {
        bool isFound = memory.TryTranslateUser(address, bytes, out byte* first);
        start = (nint)first;
        return isFound && start % alignment == 0;
    }

    private static VhostUserRefusal SetEvents(ref SafeFileHandle? events, SafeFileHandle? file)
    {
        bool isGood = file is null || EventFile.TryAdopt(file);
        events?.Dispose();
        events = file;
        return isGood ? VhostUserRefusal.None : VhostUserRefusal.NoEventFile;
    }

    private void ReplaceKick(SafeFileHandle? kick)
    {
        if (_kick is not null)
        {
            _poll.Forget(_kick);
            _kick.Dispose();
        }

        _kick = kick;
    }
}
