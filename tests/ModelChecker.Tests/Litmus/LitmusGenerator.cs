using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>Random litmus tests, small enough for the oracle.</summary>
internal sealed class LitmusGenerator(Random random, bool isWide)
{
    private readonly bool _weak = random.Next(2) == 0;
    private char _nextRegister = 'a';

    /// <summary>A program over words apart from each other.</summary>
    public static LitmusOperation[][] Next(Random random) => new LitmusGenerator(random, isWide: false).Next(random.Next(4, 8));

    /// <summary>A program over the neighbouring cells A to D, with accesses of 4, 8 and 16 bytes.</summary>
    public static LitmusOperation[][] NextWide(Random random) => new LitmusGenerator(random, isWide: true).Next(random.Next(3, 6));

    private char LastRegister => isWide ? 'e' : 'h';

    private LitmusOperation[][] Next(int budget)
    {
        int threadCount = random.Next(2, 4);
        LitmusOperation[][] threads = new LitmusOperation[threadCount][];
        for (int t = 0; t < threadCount; t++)
        {
            int length = t == threadCount - 1 ? Math.Min(budget, 4) : Math.Min(budget, random.Next(1, 4));
            budget -= length;
            List<LitmusOperation> operations = [];
            string read = "";
            for (int i = 0; i < length; i++)
            {
                LitmusOperation operation = Operation(read);
                if (WritesBehindConditional(operations, operation))
                    operation = new LitmusOperation(LitmusKind.FullFence);
                read += operation.Registers;
                _nextRegister += (char)operation.Registers.Length;
                operations.Add(operation);
            }

            threads[t] = [.. operations];
        }

        return threads;
    }

    // The checker counts a thread's writes to a place to recognise one when other values are read; hardware, too, orders such writes.
    private static bool WritesBehindConditional(List<LitmusOperation> before, LitmusOperation operation) =>
        operation.IsWrite && before.Exists(o => o.IsWrite && o.Condition != '\0' && o.Locations.Intersect(operation.Locations).Any());

    private LitmusOperation Operation(string read)
    {
        string locations = isWide ? WideLocations() : ((char)('x' + random.Next(2))).ToString();
        int roll = random.Next(100);
        char condition = read.Length > 0 && random.Next(5) == 0 ? read[random.Next(read.Length)] : '\0';
        string registers = new([.. Enumerable.Range(_nextRegister, locations.Length).Select(register => (char)register)]);
        bool hasRegisters = registers[^1] <= LastRegister;
        bool mayBeOrdered = !_weak && locations.Length <= 2;
        if (roll < 40 && hasRegisters)
            return new LitmusOperation(LitmusKind.Read, registers, locations, IsOrdered: mayBeOrdered && random.Next(3) == 0, Condition: condition);
        if (roll < 48 && hasRegisters && locations.Length <= 2)
            return new LitmusOperation(LitmusKind.Exchange, registers, locations, Constants(locations.Length), IsOrdered: true, Condition: condition);
        if (roll < 54 && !_weak)
            return new LitmusOperation(LitmusKind.FullFence);
        if (roll is >= 54 and < 58 && !_weak)
            return new LitmusOperation(LitmusKind.ProcessWideFence);
        char operand = read.Length > 0 && random.Next(3) == 0 ? read[random.Next(read.Length)] : '\0';
        return new LitmusOperation(
            LitmusKind.Write, Locations: locations, Constants: operand == '\0' ? Constants(locations.Length) : "", Operand: operand, Condition: condition,
            IsOrdered: mayBeOrdered && random.Next(3) == 0);
    }

    private string WideLocations()
    {
        int width = random.Next(10) switch { < 3 => 1, < 6 => 2, _ => 4 };
        return "ABCD".Substring(random.Next(4 / width) * width, width);
    }

    private string Constants(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(1, 3)));
}
