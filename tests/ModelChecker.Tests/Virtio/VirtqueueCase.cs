using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Virtio;

/// <summary>A bounded program of a packed virtqueue's two sides.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Program">Makes the program.</param>
public sealed record VirtqueueCase(string Name, Func<string, ModelProgram> Program)
{
    /// <summary>Every case.</summary>
    public static IReadOnlyList<VirtqueueCase> All { get; } =
    [
        Exchange("a ring of one goes round three times", new ExchangeShape(1) { Groups = [[1], [1], [1]] }),
        Exchange("a chain over the whole ring, three times", new ExchangeShape(2) { Groups = [[2], [2], [2]] }),
        Exchange("a chain across the ring's end", new ExchangeShape(3) { Groups = [[2], [2]] }),
        Exchange("a chain over the whole ring across its end", new ExchangeShape(2) { Groups = [[1], [2], [1]] }),
        Exchange("two chains, given back in the other order", new ExchangeShape(2) { Groups = [[1, 1], [1, 1]], Reversed = true }),
        Exchange("a chain of two and one of one, given back in the other order", new ExchangeShape(3) { Groups = [[2, 1], [1]], Reversed = true }),
        Exchange("two chains, given back by one descriptor", new ExchangeShape(2) { Groups = [[1, 1], [1, 1]], Features = VirtqueueFeatures.InOrder, Together = true }),
        Exchange("two chains of a request, given back together", new ExchangeShape(2) { Groups = [[1, 1], [1]], Together = true }),
        Exchange("a table of two descriptors, twice", new ExchangeShape(1) { Groups = [[2], [2]], Features = VirtqueueFeatures.Indirect }),
        Exchange("the driver goes on while the device gives back", new ExchangeShape(2) { Groups = [[1], [1], [1]], RunsAhead = true }),
        new("a device sleeps until it is kicked", name => VirtqueuePrograms.DeviceSleeps(name, VirtqueueFeatures.None, chains: 1)),
        new("a device sleeps until the second descriptor", name => VirtqueuePrograms.DeviceSleeps(name, VirtqueueFeatures.EventIndex, chains: 2)),
        new("a driver sleeps until it is called", name => VirtqueuePrograms.DriverSleeps(name, VirtqueueFeatures.None, chains: 1)),
        new("a driver sleeps until the second descriptor", name => VirtqueuePrograms.DriverSleeps(name, VirtqueueFeatures.EventIndex, chains: 2)),
    ];

    /// <summary>Those in which a side of the queue sleeps.</summary>
    public static IEnumerable<VirtqueueCase> Sleeping => All.Where(c => c.Name.Contains("sleeps", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal ModelProgram Make() => Program(Name);

    private static VirtqueueCase Exchange(string name, ExchangeShape shape) => new(name, program => VirtqueuePrograms.Exchange(program, shape));
}
