using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Reporting;

/// <summary>The raw figures of a results folder.</summary>
/// <param name="Cpu">The processor, as <see cref="Platform.Machine.Name"/>.</param>
/// <param name="Commit">Of this repository.</param>
/// <param name="Seconds">Measuring time of a scenario.</param>
/// <param name="Measured">What was measured.</param>
internal sealed record Results(string Cpu, string Commit, double Seconds, Measured Measured)
{
    /// <summary>Its file in a results folder.</summary>
    internal const string FileName = "results.json";

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a folder's.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is not of this form.</exception>
    internal static Results Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<Results>(File.ReadAllText(path), s_options)
                ?? throw new InvalidOperationException($"{path} is empty.");
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            throw new InvalidOperationException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Writes a folder's.</summary>
    internal void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, s_options) + "\n");
}
