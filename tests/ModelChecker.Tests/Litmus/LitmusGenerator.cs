using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>Random litmus tests, small enough for the oracle.</summary>
internal static class LitmusGenerator
{
    public static LitmusOperation[][] Next(Random random)
    {
        int budget = random.Next(4, 8);
        int threadCount = random.Next(2, 4);
        bool weak = random.Next(2) == 0;
        char nextRegister = 'a';
        LitmusOperation[][] threads = new LitmusOperation[threadCount][];
        for (int t = 0; t < threadCount; t++)
        {
            int length = t == threadCount - 1 ? Math.Min(budget, 4) : Math.Min(budget, random.Next(1, 4));
            budget -= length;
            List<LitmusOperation> operations = [];
            List<char> read = [];
            for (int i = 0; i < length; i++)
            {
                LitmusOperation operation = Operation(random, weak, read, nextRegister);
                if (WritesBehindConditional(operations, operation))
                    operation = new LitmusOperation(LitmusKind.FullFence);
                if (operation.Register != '\0')
                    read.Add(nextRegister++);
                operations.Add(operation);
            }

            threads[t] = [.. operations];
        }

        return threads;
    }

    // The checker counts a thread's writes to a place to recognise one when other values are read; hardware, too, orders such writes.
    private static bool WritesBehindConditional(List<LitmusOperation> before, LitmusOperation operation) =>
        IsWrite(operation) && before.Exists(o => IsWrite(o) && o.Condition != '\0' && o.Location == operation.Location);

    private static bool IsWrite(LitmusOperation operation) => operation.Kind is LitmusKind.Write or LitmusKind.Exchange;

    private static LitmusOperation Operation(Random random, bool weak, List<char> read, char register)
    {
        char location = (char)('x' + random.Next(2));
        int roll = random.Next(100);
        char condition = read.Count > 0 && random.Next(5) == 0 ? read[random.Next(read.Count)] : '\0';
        if (roll < 40 && register <= 'h')
            return new LitmusOperation(LitmusKind.Read, register, location, IsOrdered: !weak && random.Next(3) == 0, Condition: condition);
        if (roll < 48 && register <= 'h')
            return new LitmusOperation(LitmusKind.Exchange, register, location, random.Next(1, 3), IsOrdered: true, Condition: condition);
        if (roll < 54 && !weak)
            return new LitmusOperation(LitmusKind.FullFence);
        if (roll is >= 54 and < 58 && !weak)
            return new LitmusOperation(LitmusKind.ProcessWideFence);
        char operand = read.Count > 0 && random.Next(3) == 0 ? read[random.Next(read.Count)] : '\0';
        return new LitmusOperation(
            LitmusKind.Write, Location: location, Constant: operand == '\0' ? random.Next(1, 3) : 0, Operand: operand, Condition: condition,
            IsOrdered: !weak && random.Next(3) == 0);
    }
}
