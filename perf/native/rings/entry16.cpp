// Our own rings of 16-byte entries that carry the handshake: with a lap tag and flagged, each with portable orderings and by the x64 axioms.
#include "harvest16.h"
#include "push16.h"
#include "reset16.h"
#include "transfer.h"

#include <iterator>

namespace {

constexpr std::uint32_t EntriesPerLine = LineBytes / sizeof(Entry16);

template <class Tag, bool Wide>
struct Consumer16 {
    using Item = Page16;

    RingMemory<Entry16> ring;
    std::uint64_t harvested = 0;
    std::uint64_t marked = 0; // what was taken item by item is marked a line at a time
    std::uint32_t published = Published; // the flags of the lap that harvested is in
    Unreset unreset;

    bool take(Page16 &page)
    {
        const Entry16 *entry = ring.entries + (harvested & ring.mask);
        std::uint64_t word = load_acquire(&entry->flags_and_slot);
        if (static_cast<std::uint32_t>(word) != published)
            return false;
        page = {0, static_cast<std::uint32_t>(word >> 32), entry->offset};
        harvested++;
        if (harvested % EntriesPerLine == 0) {
            ring.prefetch(harvested);
            mark_taken();
        }
        return true;
    }

    std::uint32_t harvest(Page16 *pages, std::uint32_t most)
    {
        std::uint32_t taken = 0;
        while (taken < most) {
            std::uint32_t index = static_cast<std::uint32_t>(harvested) & ring.mask;
            std::uint32_t run = std::min(most - taken, ring.mask + 1 - index);
            std::uint32_t got = harvest16<Widest, Wide>(ring.entries + index, run, published, pages + taken);
            harvested += got;
            if ((harvested & ring.mask) == 0)
                published = Tag::lap(harvested, ring.lap_shift) | Published;
            taken += got;
            if (got < run)
                break;
        }
        marked = harvested;
        return taken;
    }

    void make_room()
    {
        if (unreset.is_due(ring, marked))
            reset();
    }

    bool finish(std::uint64_t items)
    {
        mark_taken();
        reset();
        return unreset.counted(items);
    }

private:
    void mark_taken()
    {
        const std::uint32_t flags = published ^ ToHarvested;
        Entry16 *entry = ring.entries + (marked & ring.mask);
        std::uint64_t count = harvested - marked;
        marked = harvested;
        published = Tag::lap(harvested, ring.lap_shift) | Published;
        if (count == EntriesPerLine) {
#pragma GCC unroll 4
            for (std::uint32_t i = 0; i < EntriesPerLine; i++)
                store_release(entry[i].flags(), flags);
            return;
        }
        for (std::uint64_t i = 0; i < count; i++)
            store_release(entry[i].flags(), flags);
    }

    [[gnu::noinline]] void reset()
    {
        unreset.run(ring, marked, [this](std::uint64_t position, std::uint32_t count) {
            HarvestedFlags flags{Tag::HarvestedMask, Tag::lap(position, ring.lap_shift) | Harvested};
            return reset16<Tag::Frees>(ring.entries + (position & ring.mask), count, flags, unreset.batch, unreset.sink);
        });
    }
};

template <class Tag, bool Wide>
using Ring16 = Ring<Producer16<Tag, Wide>, Consumer16<Tag, Wide>, Entry16, Page16>;

const Competitor competitors[] = {
    competitor<Ring16<LapTag, false>>("C lap", true),
    competitor<Ring16<PlainTag, false>>("C flagged", true),
#if defined(__AVX2__)
    competitor<Ring16<LapTag, true>>("C lap x64", true),
    competitor<Ring16<PlainTag, true>>("C flagged x64", true),
#endif
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
