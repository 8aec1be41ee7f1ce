using RingCore.Litmus.Code;

namespace RingCore.Litmus.Running;

/// <summary>A party's pass over all instances, compiled for each test.</summary>
internal static unsafe class PartyLoop<TCode>
    where TCode : struct, ILitmusCode
{
    internal static void Run(int party, Arena arena)
    {
        uint* x = arena.Locations;
        uint* end = x + (arena.Instances * Arena.InstanceWords);
        uint* r = arena.Registers(party);
        switch (party)
        {
            case 0:
                for (; x < end; x += Arena.InstanceWords, r += Arena.RegisterCount)
                    TCode.Party0(x, x + Arena.LineWords, r);
                break;
            case 1:
                for (; x < end; x += Arena.InstanceWords, r += Arena.RegisterCount)
                    TCode.Party1(x, x + Arena.LineWords, r);
                break;
            case 2:
                for (; x < end; x += Arena.InstanceWords, r += Arena.RegisterCount)
                    TCode.Party2(x, x + Arena.LineWords, r);
                break;
            default:
                for (; x < end; x += Arena.InstanceWords, r += Arena.RegisterCount)
                    TCode.Party3(x, x + Arena.LineWords, r);
                break;
        }
    }
}
