namespace RingCore.Diagnostics;

/// <summary>What traces and meters call the designs.</summary>
internal static class RingDesigns
{
    internal const string Indexed = "indexed";

    internal const string Flagged = "flagged";

    /// <summary>Flagged, with entries of 8 bytes.</summary>
    internal const string FlaggedPages = "flagged-pages";

    internal const string Guarded = "guarded";

    internal const string Vm = "vm";

    internal const string Packed = "packed";

    internal const string Spsc = "spsc";

    internal const string ManagedSpsc = "managed-spsc";

    internal const string Mpsc = "mpsc";

    internal const string ManagedMpsc = "managed-mpsc";

    internal const string Broadcast = "broadcast";
}
