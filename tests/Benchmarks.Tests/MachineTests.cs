using RingCore.Benchmarks.Platform;
using Xunit;

namespace RingCore.Tests;

public class MachineTests
{
    [Theory]
    [InlineData("AMD EPYC 9R45", "26", "2", "fpu hypervisor sse", "AMD EPYC 9R45 virtual")]
    [InlineData("AMD Ryzen 9 9950X 16-Core Processor", "26", "68", "fpu sse", "AMD Ryzen 9 9950X 16-Core Processor")]
    [InlineData("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", "6", "106", "fpu", "Intel Xeon Gold 6338 CPU")]
    [InlineData("Intel(R) Xeon(R) Processor", "6", "207", "hypervisor", "Intel Xeon Processor (6-207) virtual")]
    [InlineData("unknown", "unknown", "unknown", "unknown", "unknown (unknown-unknown)")]
    public void A_model_becomes_the_name_of_a_folder(string model, string family, string number, string flags, string name) =>
        Assert.Equal(name, Machine.NameOf(model, family, number, flags));
}
