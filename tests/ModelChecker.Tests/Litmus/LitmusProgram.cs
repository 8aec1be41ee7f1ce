using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>A litmus test as a program for the checker.</summary>
internal static unsafe class LitmusProgram
{
    private const string Block = "ABCDEFGH";

    /// <summary>All outcomes that the checker finds.</summary>
    /// <param name="threads">The operations of each thread.</param>
    /// <param name="observe">What an outcome is made of: registers, and memory at the end, in this order.</param>
    /// <param name="model">The memory's rules.</param>
    /// <param name="result">Figures of the exploration.</param>
    public static SortedSet<string> Outcomes(LitmusOperation[][] threads, string observe, MemoryModel model, out ExplorationResult result)
    {
        using ModelProgram program = new("litmus");
        Dictionary<char, nint> memory = [];
        uint* block = (uint*)program.Block("A", (nuint)(Block.Length * sizeof(uint)));
        foreach (char name in Block)
            memory.Add(name, (nint)(block + memory.Count));
        foreach (LitmusOperation operation in threads.SelectMany(t => t))
        {
            foreach (char name in operation.Locations + (operation.Kind == LitmusKind.WritePointer ? operation.Operand : ""))
            {
                if (!memory.ContainsKey(name))
                    memory.Add(name, (nint)program.LongWord(name.ToString()));
            }
        }

        for (int t = 0; t < threads.Length; t++)
        {
            LitmusOperation[] operations = threads[t];
            program.Thread($"T{t}", () => Run(operations, memory));
        }

        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        program.Check = execution =>
        {
            Dictionary<char, ulong> registers = [];
            foreach (Observation observation in execution.Observations())
                registers[observation.Name[0]] = observation.Value;
            outcomes.Add(string.Concat(observe.Select(name => LitmusOperation.IsRegister(name)
                ? registers.GetValueOrDefault(name)
                : memory.TryGetValue(name, out nint word) ? execution.Final((uint*)word) : 0)));
            return null;
        };
        result = Explorer.Explore(program, new ExplorationOptions { Model = model });
        if (result.Failure is { } failure)
            throw new InvalidOperationException(failure.Message);
        return outcomes;
    }

    private static void Run(LitmusOperation[] operations, Dictionary<char, nint> memory)
    {
        Dictionary<char, uint> registers = [];
        foreach (LitmusOperation operation in operations)
        {
            if (operation.Condition != '\0' && registers.GetValueOrDefault(operation.Condition) == 0)
                continue;
            uint* words = operation.Locations.Length == 0 ? null : (uint*)memory[operation.Locations[0]];
            uint[] values = [.. operation.Locations.Select(location =>
                operation.Operand == '\0' ? (uint)operation.ConstantOf(location) : registers.GetValueOrDefault(operation.Operand))];
            uint[] read = [];
            switch (operation.Kind)
            {
                case LitmusKind.Read:
                    read = Read(words, operation);
                    break;
                case LitmusKind.Write:
                    Write(words, values, operation.IsOrdered);
                    break;
                case LitmusKind.Exchange when values.Length == 2:
                    read = Halves(Fp.Exchange((ulong*)words, Long(values)));
                    break;
                case LitmusKind.Exchange:
                    read = [Fp.Exchange(words, values[0])];
                    break;
                case LitmusKind.FullFence:
                    Fp.FullFence();
                    break;
                case LitmusKind.ProcessWideFence:
                    Fp.ProcessWideFence();
                    break;
                case LitmusKind.WritePointer:
                    Fp.WritePlain((ulong*)words, (ulong)memory[operation.Operand]);
                    break;
                case LitmusKind.ReadThroughPointer:
                    ulong pointer = Fp.ReadPlain((ulong*)words);
                    read = [pointer == 0 ? 9 : Fp.ReadPlain((uint*)pointer)];
                    break;
            }

            for (int i = 0; i < operation.Registers.Length; i++)
            {
                registers[operation.Registers[i]] = read[i];
                Model.Note(operation.Registers[i].ToString(), read[i]);
            }
        }
    }

    private static uint[] Read(uint* words, LitmusOperation operation)
    {
        uint[] read = new uint[operation.Locations.Length];
        switch (read.Length)
        {
            case 1:
                return [operation.IsOrdered ? Fp.LoadAcquire(words) : Fp.ReadPlain(words)];
            case 2:
                return Halves(operation.IsOrdered ? Fp.LoadAcquire((ulong*)words) : Fp.ReadPlain((ulong*)words));
            case 4:
                Fp.LoadWide128((ulong*)words).AsUInt32().CopyTo(read);
                return read;
            default:
                Fp.LoadWide256((ulong*)words).AsUInt32().CopyTo(read);
                return read;
        }
    }

    private static void Write(uint* words, uint[] values, bool isOrdered)
    {
        switch (values.Length)
        {
            case 1 when isOrdered:
                Fp.StoreRelease(words, values[0]);
                break;
            case 1:
                Fp.WritePlain(words, values[0]);
                break;
            case 2 when isOrdered:
                Fp.StoreRelease((ulong*)words, Long(values));
                break;
            case 2:
                Fp.WritePlain((ulong*)words, Long(values));
                break;
            case 4:
                Fp.StoreWide128((ulong*)words, Vector128.Create(values).AsUInt64());
                break;
            default:
                Fp.StoreWide256((ulong*)words, Vector256.Create(values).AsUInt64());
                break;
        }
    }

    private static uint[] Halves(ulong value) => [(uint)value, (uint)(value >> 32)];

    private static ulong Long(uint[] values) => (ulong)values[1] << 32 | values[0];
}
