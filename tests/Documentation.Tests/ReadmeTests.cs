using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

public class ReadmeTests
{
    private static readonly string[] s_readme = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Is_shorter_than_200_lines() => Assert.InRange(s_readme.Length, 1, 199);

    [Fact]
    public void Its_example_compiles_and_prints_what_the_text_says()
    {
        string[] code = s_readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").ToArray();
        string promised = Regex.Match(string.Join('\n', s_readme), "It prints `([^`]+)`").Groups[1].Value;
        Assert.NotEmpty(code);
        Assert.NotEmpty(promised);

        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-readme-");
        try
        {
            File.WriteAllLines(Path.Combine(folder.FullName, "Program.cs"), code);
            File.WriteAllText(Path.Combine(folder.FullName, "Example.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                  </PropertyGroup>
                  <ItemGroup>
                    <Reference Include="{AppContext.BaseDirectory}RingCore.dll" />
                    <Reference Include="{AppContext.BaseDirectory}RingCore.Layouts.dll" />
                  </ItemGroup>
                </Project>
                """);
            Assert.Equal(promised, Run("dotnet", $"run --project \"{folder.FullName}\"").Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_of_a_document_lead_somewhere(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        foreach (Match link in Regex.Matches(File.ReadAllText(path), @"\]\((?!https?:)([^)#]+)"))
        {
            string target = Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} links to {link.Groups[1].Value}, which does not exist.");
        }
    }

    public static TheoryData<string> Documents() => new(
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)));

    private static string Run(string command, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), $"{command} {arguments} did not end.");
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
