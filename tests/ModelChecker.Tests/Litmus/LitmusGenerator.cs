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
                LitmusOperation operation = Operation(random, read, nextRegister);
                if (operation.Register != '\0')
                    read.Add(nextRegister++);
                operations.Add(operation);
            }

            threads[t] = [.. operations];
        }

        return threads;
    }

    private static LitmusOperation Operation(Random random, List<char> read, char register)
    {
        char location = (char)('x' + random.Next(2));
        int roll = random.Next(100);
        char condition = read.Count > 0 && random.Next(5) == 0 ? read[random.Next(read.Count)] : '\0';
        if (roll < 40 && register <= 'h')
            return new LitmusOperation(LitmusKind.Read, register, location, IsOrdered: random.Next(3) == 0, Condition: condition);
        if (roll < 48 && register <= 'h')
            return new LitmusOperation(LitmusKind.Exchange, register, location, random.Next(1, 3), IsOrdered: true, Condition: condition);
        if (roll < 54)
            return new LitmusOperation(LitmusKind.FullFence);
        if (roll < 58)
            return new LitmusOperation(LitmusKind.ProcessWideFence);
        char operand = read.Count > 0 && random.Next(3) == 0 ? read[random.Next(read.Count)] : '\0';
        return new LitmusOperation(
            LitmusKind.Write, Location: location, Constant: operand == '\0' ? random.Next(1, 3) : 0, Operand: operand, Condition: condition,
            IsOrdered: random.Next(3) == 0);
    }
}
