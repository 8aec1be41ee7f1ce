using System;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// Which earlier steps of its own thread a step is ordered after, by the rules of the memory model: fences, acquire and release,
/// dependencies. What coherence orders (two accesses to one cell) is not in here.
/// </summary>
internal sealed class LocalOrder(MemoryModel model, SharedMemory memory, DependencyProbe probe)
{
    // A pointer read from shared memory orders what is reached through it: the fields of one padded line.
    private const ulong PointeeBytes = 128;

    /// <summary>Computes the order of the steps of a path from one index on; those before it have theirs.</summary>
    public void Fill(TraceNode[] path, int from)
    {
        Span<int> writes = stackalloc int[ModelProgram.MaxAccesses];
        Span<ulong> candidates = stackalloc ulong[ModelProgram.MaxAccesses];
        int count = 0;
        for (int index = from; index < path.Length && !path[index].Access.IsTerminal; index++)
        {
            TraceNode node = path[index];
            for (int i = 0; i < index; i++)
            {
                if (HasTotalStoreOrder(path[i].Access, node.Access) ? InTotalStoreOrder(path[i].Access, node.Access) : InDotNet(path, i, index))
                    node.OrderedAfter |= 1UL << i;
            }

            if (model.OrdersWide() || !(node.Access.Kind == AccessKind.Write || node.Access.IsExchange))
                continue;
            ulong unordered = UnorderedReads(path, index);
            if (unordered == 0)
                continue;
            writes[count] = index;
            candidates[count++] = unordered;
        }

        if (count > 0)
            probe.Find(path, writes[..count], candidates[..count]);
    }

    // Without the first axiom two accesses of which one is wide are ordered as .NET has it.
    private bool HasTotalStoreOrder(in Access first, in Access second) =>
        model.OrdersWide() || (model == MemoryModel.X64WithUnorderedWide && first.Group == 0 && second.Group == 0);

    private static bool InTotalStoreOrder(in Access first, in Access second)
    {
        bool storeThenLoad = first.Kind == AccessKind.Write && second.Kind == AccessKind.Read;
        bool absentFence = IsAbsentFence(first) || IsAbsentFence(second);
        return !first.IsSameWideAccess(second) && !storeThenLoad && !absentFence;
    }

    // A weakened fence stays as a step of no effect.
    private static bool IsAbsentFence(in Access access) =>
        access.Kind is AccessKind.FullFence or AccessKind.ProcessWideFence && !access.IsFull;

    private bool InDotNet(TraceNode[] path, int first, int second)
    {
        Access a = path[first].Access;
        Access b = path[second].Access;
        if (a.IsFull)
            return !IsMergedAcross(path, first, second);
        return b.IsFull || a.Order == AccessOrder.Acquire || b.Order == AccessOrder.Release ||
            (a.Order == AccessOrder.Release && path[second].MayWrite(0) && ShareCell(path[first], path[second])) ||
            IsPointee(path, first, b);
    }

    // The ARM64 JIT merges two adjacent plain accesses on both sides of a bare fence into one pair instruction before it.
    private static bool IsMergedAcross(TraceNode[] path, int fence, int second)
    {
        if (path[fence].Access.Kind != AccessKind.FullFence || second != fence + 1 || fence == 0)
            return false;
        Access before = path[fence - 1].Access;
        Access behind = path[second].Access;
        return before.Order == AccessOrder.Plain && behind.Order == AccessOrder.Plain && before.Kind == behind.Kind &&
            before.Kind is AccessKind.Read or AccessKind.Write && before.Bytes == behind.Bytes &&
            (before.Address + before.Bytes == behind.Address || behind.Address + behind.Bytes == before.Address);
    }

    private static bool ShareCell(TraceNode first, TraceNode second) => first.Cells.AsSpan().ContainsAny(second.Cells);

    // .NET orders an access through an unmanaged pointer after the read that fetched the pointer.
    private bool IsPointee(TraceNode[] path, int read, in Access access)
    {
        Access source = path[read].Access;
        if (source.Kind != AccessKind.Read || source.Bytes != 8 || access.Bytes == 0)
            return false;
        ulong pointer = (ulong)path[read + 1].EdgeValue;
        return pointer != 0 && access.Address >= pointer && access.Address - pointer < PointeeBytes && memory.Contains((nuint)pointer, 4);
    }

    // What the fences, acquires and releases leave open; dependencies of earlier steps may still order some of it.
    private static ulong UnorderedReads(TraceNode[] path, int index)
    {
        ulong ordered = Closure(path, path[index].OrderedAfter);
        ulong candidates = 0;
        for (int i = 0; i < index; i++)
        {
            if ((ordered >> i & 1) == 0 && path[i].Access.Returns)
                candidates |= 1UL << i;
        }

        return candidates;
    }

    private static ulong Closure(TraceNode[] path, ulong set)
    {
        for (int i = 63; i >= 0; i--)
        {
            if ((set >> i & 1) != 0)
                set |= path[i].OrderedAfter;
        }

        return set;
    }
}
