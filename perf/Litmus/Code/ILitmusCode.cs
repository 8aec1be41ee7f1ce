namespace RingCore.Litmus.Code;

/// <summary>
/// What each party of a litmus test does with one instance: its locations x and y, which start at 0, and the registers r0 to r3, of which each
/// is written by one party. Structures, so that the loop over the instances is compiled for each and calls nothing.
/// </summary>
internal unsafe interface ILitmusCode
{
    static abstract void Party0(uint* x, uint* y, uint* r);

    static abstract void Party1(uint* x, uint* y, uint* r);

    static virtual void Party2(uint* x, uint* y, uint* r)
    {
    }

    static virtual void Party3(uint* x, uint* y, uint* r)
    {
    }
}
