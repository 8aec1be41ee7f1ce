namespace RingCore.KvmLab;

/// <summary>Ways to map a ring.</summary>
internal enum RingMapping
{
    SharedReadWrite,
    SharedReadOnly,
    FirstPageOnly,
    Private,
    Executable,
}
