using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace RingCore.Tests;

/// <summary>A whole program that stands in a document, with what the document says that it prints.</summary>
/// <param name="Document">The document, from the top of the checkout.</param>
/// <param name="Number">The how manieth of the document, from 1.</param>
/// <param name="Code">The program.</param>
/// <param name="Promised">Its output: what stands after it in a block of text or behind "It prints"; empty where the document promises nothing.</param>
internal sealed record DocumentProgram(string Document, int Number, string Code, string Promised)
{
    /// <summary>The name of its project.</summary>
    public string Name => $"{Path.GetFileNameWithoutExtension(Document).Replace('-', '_')}_{Number}";

    /// <summary>The programs of a document: every block of C#.</summary>
    public static IReadOnlyList<DocumentProgram> Of(string document)
    {
        List<DocumentProgram> programs = [];
        string[] parts = File.ReadAllText(Path.Combine(Repository.Root, document)).Split("```csharp\n");
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf("\n```\n", StringComparison.Ordinal);
            programs.Add(new DocumentProgram(document, programs.Count + 1, part[..end] + "\n", Promise(part[(end + 1)..])));
        }

        return programs;
    }

    /// <summary>A project that compiles it against the libraries of this test.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Code);
        StringBuilder references = new();
        foreach (string library in Directory.EnumerateFiles(AppContext.BaseDirectory, "RingCore*.dll"))
            references.Append($"""<Reference Include="{library}" />""");
        File.WriteAllText(Path.Combine(folder, $"{Name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
    }

    private static string Promise(string text)
    {
        Match block = Regex.Match(text, "^```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        return (block.Success ? block.Groups[1].Value : Regex.Match(text, "It prints `([^`]+)`").Groups[1].Value).Trim();
    }
}
