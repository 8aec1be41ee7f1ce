using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RingCore.TraceReport.Reporting;

/// <summary>The JSON file.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraceSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    /// <summary>Writes a summary.</summary>
    internal static void Write(TraceSummary summary, string path) => File.WriteAllText(path, JsonSerializer.Serialize(summary, Default.TraceSummary) + "\n");

    /// <summary>Reads one back.</summary>
    internal static TraceSummary? Read(string path) => JsonSerializer.Deserialize(File.ReadAllText(path), Default.TraceSummary);
}
