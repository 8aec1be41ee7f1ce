namespace RingCore.Platform;

/// <summary>Linux's <c>struct msghdr</c> of a 64-bit process.</summary>
internal unsafe struct MessageHeader
{
    public void* Name;
    public nuint NameBytes;
    public IoVector* Parts;
    public nuint PartCount;
    public void* Control;
    public nuint ControlBytes;
    public int Flags;
}
