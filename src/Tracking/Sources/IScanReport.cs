namespace RingCore.Tracking;

/// <summary>Takes what a <see cref="ScanSource"/> finds.</summary>
internal interface IScanReport
{
    /// <summary>Pages were written, and are armed again.</summary>
    /// <param name="gfn">Frame number of the first.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    void Written(ulong gfn, long pages);
}
