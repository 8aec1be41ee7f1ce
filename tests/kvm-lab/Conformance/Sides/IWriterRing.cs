using System;
using System.Collections.Generic;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>A writer of pages, its dirty ring, and the ring's collector and resetter: a guest under KVM, or a model of one around RingCore's ring.</summary>
/// <remarks>
/// Slots 1 and 2 have <see cref="SlotPages"/> pages each and are logged; slot 0 is not. A page that is not yet reported since its last reset is
/// pushed before it is written.
/// </remarks>
internal interface IWriterRing : IDisposable
{
    /// <summary>Pages of each logged slot.</summary>
    const int SlotPages = 512;

    /// <summary>Times that the writer came out because its ring was soft full.</summary>
    int FullExits { get; }

    /// <summary>Writes a value into each page in turn, until all are written or the ring is soft full.</summary>
    /// <returns>Writes that have happened.</returns>
    int Write(ReadOnlySpan<DirtyPage> pages, uint value = 1);

    /// <summary>Goes on with writes that a soft-full ring has stopped.</summary>
    /// <returns>Writes that have happened, those before the stop included.</returns>
    int GoOn();

    /// <summary>The guest reads a page.</summary>
    void Read(DirtyPage page);

    /// <summary>The host writes a page past the guest.</summary>
    void HostWrite(DirtyPage page);

    /// <summary>The first word of a page, as the host sees it.</summary>
    uint Content(DirtyPage page);

    /// <summary>Harvests with RingCore's collector.</summary>
    List<DirtyPage> Harvest(int max = int.MaxValue);

    /// <summary>Resets what is harvested.</summary>
    /// <returns>Entries reset.</returns>
    int Reset();

    /// <summary>An entry as it stands in the ring's memory.</summary>
    KvmDirtyGfn Entry(int index);

    /// <summary>Writes the state of an entry past the collector.</summary>
    void SetFlags(int index, uint flags);

    /// <summary>Writes the page of an entry past the collector.</summary>
    void SetPage(int index, DirtyPage page);
}
