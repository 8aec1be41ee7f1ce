using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>A litmus test as a program for the checker.</summary>
internal static unsafe class LitmusProgram
{
    /// <summary>All outcomes that the checker finds.</summary>
    /// <param name="threads">The operations of each thread.</param>
    /// <param name="observe">What an outcome is made of: registers, and memory at the end, in this order.</param>
    /// <param name="model">The memory's rules.</param>
    /// <param name="result">Figures of the exploration.</param>
    public static SortedSet<string> Outcomes(LitmusOperation[][] threads, string observe, MemoryModel model, out ExplorationResult result)
    {
        using ModelProgram program = new("litmus");
        Dictionary<char, nint> memory = [];
        foreach (LitmusOperation operation in threads.SelectMany(t => t))
        {
            foreach (char name in new[] { operation.Location, operation.Operand })
            {
                if (name != '\0' && !LitmusOperation.IsRegister(name) && !memory.ContainsKey(name))
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
            uint* word = operation.Location == '\0' ? null : (uint*)memory[operation.Location];
            uint value = operation.Operand == '\0' ? (uint)operation.Constant : registers.GetValueOrDefault(operation.Operand);
            uint read = 0;
            switch (operation.Kind)
            {
                case LitmusKind.Read:
                    read = operation.IsOrdered ? ModelFencePoints.LoadAcquire(word) : ModelFencePoints.ReadPlain(word);
                    break;
                case LitmusKind.Write when operation.IsOrdered:
                    ModelFencePoints.StoreRelease(word, value);
                    break;
                case LitmusKind.Write:
                    ModelFencePoints.WritePlain(word, value);
                    break;
                case LitmusKind.Exchange:
                    read = ModelFencePoints.Exchange(word, value);
                    break;
                case LitmusKind.FullFence:
                    ModelFencePoints.FullFence();
                    break;
                case LitmusKind.ProcessWideFence:
                    ModelFencePoints.ProcessWideFence();
                    break;
                case LitmusKind.WritePointer:
                    ModelFencePoints.WritePlain((ulong*)word, (ulong)memory[operation.Operand]);
                    break;
                case LitmusKind.ReadThroughPointer:
                    ulong pointer = ModelFencePoints.ReadPlain((ulong*)word);
                    read = pointer == 0 ? 9 : ModelFencePoints.ReadPlain((uint*)pointer);
                    break;
            }

            if (operation.Register != '\0')
            {
                registers[operation.Register] = read;
                Model.Note(operation.Register.ToString(), read);
            }
        }
    }
}
