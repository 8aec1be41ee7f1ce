using System;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Stepped;
using RingCore.Layouts;

namespace RingCore.Hostile.Virtio;

/// <summary>
/// The other side of a virtqueue: faithful in some moves, so that something goes through at all, and lying in others. The same seed makes the same moves.
/// </summary>
internal abstract unsafe class QueuePeer : ISteppedPeer
{
    private readonly QueueMemory _memory;
    private RandomSequence _random;
    private int _faithfulInSixteen;

    protected QueuePeer(QueueMemory memory, ulong seed)
    {
        _memory = memory;
        _random = new RandomSequence(seed);
        ChangeTemper();
    }

    /// <summary>Moves made so far.</summary>
    internal long Moves { get; private set; }

    /// <inheritdoc/>
    public int Below(int limit) => _random.Below(limit);

    /// <summary>Draws how often a move is faithful.</summary>
    internal void ChangeTemper() => _faithfulInSixteen = Below(4) switch { 0 => 4, 1 => 12, 2 => 15, _ => 16 };

    /// <inheritdoc/>
    public void Act()
    {
        Moves++;
        if (Below(16) < _faithfulInSixteen)
            BeFaithful();
        else
            Lie();
    }

    /// <summary>Does what this side is for.</summary>
    protected abstract void BeFaithful();

    private void Lie()
    {
        int index = Below(_memory.Size);
        byte* descriptor = _memory.Ring.Start + (index * PackedDescriptor.Bytes);
        switch (Below(10))
        {
            case 0:
                QueueMemory.Part part = _memory.Parts[Below(4)];
                part.Start[Below(part.Bytes)] ^= (byte)(1 << Below(8));
                break;
            case 1:
                *(uint*)(descriptor + PackedDescriptor.LengthOffset) = Number();
                break;
            case 2:
                *(ushort*)(descriptor + PackedDescriptor.IdAndFlagsOffset) = (ushort)Number();
                break;
            case 3:
                *(ushort*)(descriptor + PackedDescriptor.IdAndFlagsOffset + 2) = Flags();
                break;
            case 4: // the ring in one state: loops, or all of it used
                ushort flags = Flags();
                for (int i = 0; i < _memory.Size; i++)
                    *(ushort*)(_memory.Ring.Start + (i * PackedDescriptor.Bytes) + PackedDescriptor.IdAndFlagsOffset + 2) = flags;
                break;
            case 5: // a stale wrap counter
                *(ushort*)(descriptor + PackedDescriptor.IdAndFlagsOffset + 2) ^= PackedDescriptorFlags.Available | PackedDescriptorFlags.Used;
                break;
            case 6: // another descriptor's words
                new Span<byte>(_memory.Ring.Start + (Below(_memory.Size) * PackedDescriptor.Bytes), PackedDescriptor.Bytes).CopyTo(new Span<byte>(descriptor, PackedDescriptor.Bytes));
                break;
            case 7: // a table, or almost one
                *(ulong*)descriptor = QueueMemory.TableBase + (ulong)(Below(QueueMemory.TableEntries) * 8);
                *(uint*)(descriptor + PackedDescriptor.LengthOffset) = (uint)(Below(QueueMemory.TableEntries + 2) * PackedDescriptor.Bytes);
                *(ushort*)(descriptor + PackedDescriptor.IdAndFlagsOffset + 2) |= PackedDescriptorFlags.Indirect;
                break;
            case 8:
                *(ushort*)(_memory.Tables.Start + (Below(QueueMemory.TableEntries) * PackedDescriptor.Bytes) + PackedDescriptor.IdAndFlagsOffset + 2) = Flags();
                break;
            default:
                *(uint*)(Below(2) == 0 ? _memory.DriverEvent : _memory.DeviceEvent).Start = (uint)_random.Next();
                break;
        }
    }

    private uint Number() => Below(4) switch { 0 => (uint)Below(_memory.Size + 2), 1 => uint.MaxValue - (uint)Below(3), 2 => (uint)Below(64), _ => (uint)_random.Next() };

    private ushort Flags()
    {
        ushort flags = 0;
        foreach (ushort flag in (ReadOnlySpan<ushort>)[PackedDescriptorFlags.Next, PackedDescriptorFlags.Write, PackedDescriptorFlags.Available, PackedDescriptorFlags.Used])
            flags |= Below(2) == 0 ? flag : (ushort)0;
        return Below(8) == 0 ? (ushort)(flags | PackedDescriptorFlags.Indirect) : flags;
    }
}
