using System.Collections.Generic;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Program;

/// <summary>
/// Numbers the 4-byte cells that the threads touch, and knows what they hold at the start. Every access is to one or more whole cells, so
/// accesses of different widths overlap as they do in hardware.
/// </summary>
internal sealed unsafe class SharedMemory
{
    public const int CellBytes = 4;

    private readonly List<MemoryRange> _ranges = [];
    private readonly Dictionary<nuint, int> _cells = [];
    private readonly Dictionary<nuint, string> _names = [];
    private readonly List<nuint> _addresses = [];
    private readonly List<uint> _initial = [];

    /// <summary>Number of cells touched so far.</summary>
    public int Count => _addresses.Count;

    public void Add(MemoryRange range) => _ranges.Add(range);

    public void Name(nuint address, string name) => _names[address] = name;

    public bool Contains(nuint address, nuint bytes)
    {
        foreach (MemoryRange range in _ranges)
        {
            if (range.Contains(address, bytes))
                return true;
        }

        return false;
    }

    /// <summary>The cells of an access, the queue of a wait or wake among them.</summary>
    public int[] CellsOf(in Access access)
    {
        if (access.Bytes == 0)
            return [];
        if (!Contains(access.Address, access.Bytes))
            throw new AccessOutsideMemoryException($"A simulated thread accessed {access.Bytes} bytes at 0x{access.Address:x}, outside the program's memory.");
        if (access.Address % access.Bytes != 0)
            throw new AccessOutsideMemoryException($"A simulated thread accessed {access.Bytes} bytes at 0x{access.Address:x}, which is not aligned.");
        int queue = -1;
        if (access.Kind is AccessKind.Wait or AccessKind.Resume or AccessKind.Wake)
            queue = Cell(access.Address + 1);
        if (access.Kind == AccessKind.Wait)
            return [Cell(access.Address), queue];
        if (queue >= 0)
            return [queue];
        int[] cells = new int[access.Bytes / CellBytes];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = Cell(access.Address + (nuint)(i * CellBytes));
        return cells;
    }

    public uint Initial(int cell) => _initial[cell];

    /// <summary>The cell at an address, or -1 where no thread has touched it.</summary>
    public int Find(nuint address) => _cells.GetValueOrDefault(address, -1);

    /// <summary>The name of an address: its own, or that of the nearest named one before it with the distance in bytes.</summary>
    public string NameOf(nuint address)
    {
        nuint key = address & ~(nuint)1;
        for (nuint distance = 0; distance <= key && distance < 4096; distance += CellBytes)
        {
            if (_names.TryGetValue(key - distance, out string? name))
                return distance == 0 ? name : $"{name}+{distance}";
        }

        return $"0x{address:x}";
    }

    // The queue of a word is the cell at its odd address, which no access can touch.
    private int Cell(nuint address)
    {
        if (_cells.TryGetValue(address, out int cell))
            return cell;
        cell = _addresses.Count;
        _cells.Add(address, cell);
        _addresses.Add(address);
        _initial.Add(address % CellBytes == 0 ? *(uint*)address : 0);
        return cell;
    }
}
