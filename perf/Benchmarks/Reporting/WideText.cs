using OxyPlot;

namespace RingCore.Benchmarks.Reporting;

/// <summary>
/// Measures text as wide as the widest of the usual fonts draws it. A picture does not carry its font: with the exact width of one of them,
/// another's labels would run over each other and out of the picture.
/// </summary>
internal sealed class WideText() : PdfRenderContext(1, 1, OxyColors.White)
{
    private const double WidthPerSize = 0.62;
    private const double HeightPerSize = 1.2;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(text.Length * fontSize * WidthPerSize, fontSize * HeightPerSize);
}
