using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RingCore.Tests;

/// <summary>The programs of the documents whose code is whole, compiled in one build.</summary>
public sealed class BuiltPrograms : IDisposable
{
    private static readonly string[] s_documents = ["README.md", "docs/getting-started.md", "docs/virtio.md"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-documents-");

    public BuiltPrograms()
    {
        try
        {
            foreach (DocumentProgram program in All)
                program.Write(Path.Combine(_folder.FullName, program.Name));
            string projects = string.Concat(All.Select(program => $"""<Project Path="{program.Name}/{program.Name}.csproj" />"""));
            File.WriteAllText(Path.Combine(_folder.FullName, "Programs.slnx"), $"<Solution>{projects}</Solution>");
            BoundedRun.Output(_folder.FullName, "dotnet", "build", "Programs.slnx", "-nodeReuse:false", "-nologo", "-verbosity:quiet");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The programs, in the order of the documents.</summary>
    internal static IReadOnlyList<DocumentProgram> All { get; } = [.. s_documents.SelectMany(DocumentProgram.Of)];

    /// <summary>Runs one.</summary>
    internal string Run(DocumentProgram program) =>
        BoundedRun.Output(_folder.FullName, Path.Combine(_folder.FullName, program.Name, "bin", "Debug", "net10.0", program.Name));

    public void Dispose() => _folder.Delete(recursive: true);
}
