using System.IO;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>The document's example is code that the lab runs.</summary>
public class DocumentedExampleTests
{
    [Fact]
    public void The_example_of_the_document_is_the_code_that_the_lab_runs()
    {
        string[] code = Between("tests/kvm-lab/Conformance/Checks/DocumentedExample.cs", "        // example", "        // end");
        Assert.NotEmpty(code);
        Assert.Equal(code.Select(line => line.Length > 8 ? line[8..] : line), Between("docs/kvm.md", "```csharp", "```"));
    }

    private static string[] Between(string file, string first, string last) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, file)).SkipWhile(line => line != first).Skip(1).TakeWhile(line => line != last)];
}
