using System;
using RingCore.ModelChecker.Program;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

/// <summary>
/// An execution, or the beginning of one: the steps of each thread, where each read takes its value from, and the order in which each cell
/// was written. Always consistent: what would not be is refused when it is added.
/// </summary>
/// <remarks>
/// Steps are added at the end of their thread. A step that reads the newest value and writes the newest value comes after everything in the
/// order and is never refused; one that reads or writes behind others may close a cycle and is.
/// </remarks>
internal sealed partial class ExecutionGraph
{
    /// <summary>Source of a read: the initial value.</summary>
    public const short Initial = -1;

    /// <summary>Source of a read: a write that has been promised and is not there yet.</summary>
    public const short Pending = -2;

    /// <summary>Source of the return from a wait: nobody has woken it.</summary>
    public const short Asleep = -3;

    private const int Places = 4;
    private const int MaxEvents = ModelProgram.MaxThreads * ModelProgram.MaxAccesses;

    private readonly SharedMemory _memory;
    private readonly int[] _count = new int[ModelProgram.MaxThreads];
    private readonly TraceNode?[] _next = new TraceNode?[ModelProgram.MaxThreads];
    private readonly TraceNode[] _nodes = new TraceNode[MaxEvents];
    private readonly UInt128[] _values = new UInt128[MaxEvents];
    private readonly short[] _sources = new short[MaxEvents * Places];
    private readonly byte[] _promised = new byte[MaxEvents];
    private readonly EventSet[] _before = new EventSet[MaxEvents];
    private EventSet _events;
    private EventSet _processFences;

    public ExecutionGraph(SharedMemory memory, int threads)
    {
        _memory = memory;
        Threads = threads;
    }

    public int Threads { get; }

    /// <summary>Number of reads whose promised write is missing.</summary>
    public int PendingReads { get; private set; }

    public int Count(int thread) => _count[thread];

    /// <summary>The step of the thread that comes next; at the end of its body a terminal one.</summary>
    public TraceNode Next(int thread) => _next[thread]!;

    public void SetNext(int thread, TraceNode node) => _next[thread] = node;

    public TraceNode Node(int e) => _nodes[e];

    /// <summary>What a step read, if it reads.</summary>
    public UInt128 Value(int e) => _values[e];

    public int Source(int e, int place) => _sources[e * Places + place];

    /// <summary>All events that come before one in every order that the memory can have carried out.</summary>
    public ref readonly EventSet Before(int e) => ref _before[e];

    public bool IsPromised(int e, int place) => (_promised[e] >> place & 1) != 0;

    public static int Id(int thread, int step) => thread << 6 | step;

    public static int ThreadOf(int e) => e >> 6;

    public static int StepOf(int e) => e & 63;

    /// <summary>The value that an event wrote into the cell in one of its places.</summary>
    public uint Written(int e, int place)
    {
        Access access = _nodes[e].Access;
        UInt128 value = access.Kind == AccessKind.Write ? access.Value : access.Replaces(_values[e]) ?? 0;
        return (uint)(value >> (32 * place));
    }

    /// <summary>Whether an event that is in the graph writes the cell in one of its places.</summary>
    public bool Writes(int e, int place)
    {
        TraceNode node = _nodes[e];
        return node.MayWrite(place) && (node.Access.Kind != AccessKind.CompareExchange || node.Access.Replaces(_values[e]) is not null);
    }

    /// <summary>The value of a cell as a source gives it.</summary>
    public uint ValueFrom(int source, int cell) => source < 0 ? _memory.Initial(cell) : Written(source, PlaceOf(_nodes[source], cell));

    public static int PlaceOf(TraceNode node, int cell) => Array.IndexOf(node.Cells, cell);

    public void CopyFrom(ExecutionGraph other)
    {
        for (int t = 0; t < Threads; t++)
        {
            int start = t << 6;
            int count = other._count[t];
            _count[t] = count;
            _next[t] = other._next[t];
            Array.Copy(other._nodes, start, _nodes, start, count);
            Array.Copy(other._values, start, _values, start, count);
            Array.Copy(other._sources, start * Places, _sources, start * Places, count * Places);
            Array.Copy(other._promised, start, _promised, start, count);
            Array.Copy(other._before, start, _before, start, count);
        }

        _events = other._events;
        _processFences = other._processFences;
        PendingReads = other.PendingReads;
        CopyCells(other);
    }

    public void Clear()
    {
        _count.AsSpan().Clear();
        _events = default;
        _processFences = default;
        PendingReads = 0;
        ClearCells();
    }

    /// <summary>A number that is the same for the same execution and, but for one chance in 2^64, for no other.</summary>
    public ulong Hash()
    {
        ulong sum = 0;
        for (int t = 0; t < Threads; t++)
        {
            for (int i = 0; i < _count[t]; i++)
            {
                int e = Id(t, i);
                ulong sources = System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>(
                    ref System.Runtime.CompilerServices.Unsafe.As<short, byte>(ref _sources[e * Places]));
                sum += Mix(Mix((ulong)_nodes[e].Number << 8 | (uint)e) ^ sources);
            }
        }

        return sum + HashCells();
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
