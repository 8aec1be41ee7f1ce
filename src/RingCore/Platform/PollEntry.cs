namespace RingCore.Platform;

/// <summary>Linux's <c>struct pollfd</c>.</summary>
internal struct PollEntry
{
    public int File;
    public short Asked;
    public short Seen;
}
