using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>The programs in the documents compile, without a warning, and print what the text says.</summary>
public class ProgramTests(BuiltPrograms built) : IClassFixture<BuiltPrograms>
{
    public static TheoryData<string> Names() => new(BuiltPrograms.All.Select(program => program.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_prints_what_its_document_says(string name)
    {
        DocumentProgram program = BuiltPrograms.All.Single(one => one.Name == name);
        string printed = built.Run(program).Trim();
        Assert.NotEmpty(printed);
        if (program.Promised.Length > 0)
            Assert.Equal(program.Promised, printed);
    }

    [Fact]
    public void Every_program_but_the_one_that_depends_on_the_processor_is_promised_an_output() =>
        Assert.Equal(["getting_started_5"], BuiltPrograms.All.Where(program => program.Promised.Length == 0).Select(program => program.Name));
}
