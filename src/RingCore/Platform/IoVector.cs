namespace RingCore.Platform;

/// <summary>Linux's <c>struct iovec</c>.</summary>
internal unsafe struct IoVector
{
    public void* Start;
    public nuint Bytes;
}
