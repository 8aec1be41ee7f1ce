namespace RingCore.Litmus.Code;

/// <summary>What stands between a party's two accesses.</summary>
internal interface IFence
{
    static abstract void Between();
}
