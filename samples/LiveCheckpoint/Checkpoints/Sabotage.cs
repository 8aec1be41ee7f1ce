using System;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Checkpoints;

/// <summary>Breaks one page of one epoch, once. What it breaks is what a faulty tracker would break: the set of pages, or the moment of a read.</summary>
internal sealed class Sabotage(SabotageKind kind)
{
    /// <summary>Whether it has been done, or never was to be.</summary>
    internal bool IsDone { get; private set; } = kind == SabotageKind.None;

    /// <summary>Breaks the first page that really changed in this epoch: leaving out one that did not would lose nothing.</summary>
    /// <param name="pages">The epoch, not sealed yet.</param>
    /// <param name="before">The image as of the epoch before.</param>
    internal void Apply(EpochPages pages, Replica before)
    {
        if (IsDone || before.Epoch == 0)
            return;
        for (int i = 0; i < pages.Count; i++)
        {
            int page = pages.Page(i);
            if (!before.Has(page) || pages.Content(i).SequenceEqual(before.Page(page)))
                continue;
            if (kind == SabotageKind.DropOne)
                pages.Remove(i);
            else
                pages.Replace(i, before.Page(page));
            IsDone = true;
            return;
        }
    }
}
