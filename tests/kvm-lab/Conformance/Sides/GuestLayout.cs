using System;
using System.IO;
using System.Reflection;

namespace RingCore.KvmLab;

/// <summary>Where the guest's memory stands.</summary>
internal static class GuestLayout
{
    public const ulong Code = 0x1000;
    public const ulong Spin = Code + 0x100;
    public const int ListBytes = 0x20000;
    public const int MaxWrites = (ListBytes / 8) - 1;
    public const int UnloggedPages = 512;

    /// <summary>Guest address of a slot's first page.</summary>
    public static ulong SlotAddress(uint slot) => slot * 0x100_0000UL;

    /// <summary>Guest address of a vCPU's list.</summary>
    public static ulong List(int vcpu) => 0x10_0000UL + ((ulong)vcpu * ListBytes);

    /// <summary>The assembled writer.</summary>
    public static byte[] Writer()
    {
        using Stream image = Assembly.GetExecutingAssembly().GetManifestResourceStream("writer.bin")
            ?? throw new InvalidOperationException("The guest's code is not embedded.");
        byte[] code = new byte[image.Length];
        image.ReadExactly(code);
        return code;
    }
}
