// Our own indexed ring: the entries carry no state, two free-running indices do. Zero-copy: the collector reads the entries where they stand.
// With the mark it stores one word into every line that it has finished, before it releases the space.
#include "entries.h"
#include "isa.h"
#include "reset16.h"
#include "ring.h"
#include "transfer.h"

#include <iterator>

namespace {

constexpr std::uint32_t EntriesPerLine = LineBytes / sizeof(Entry16);

struct IndexedProducer {
    RingMemory<Entry16> ring;
    FreeSpace space;

    bool push(Page16 page)
    {
        if (space.published == space.limit && space.look(ring) == 0)
            return false;
        Entry16 *entry = ring.entries + (space.published++ & ring.mask);
        entry->flags_and_slot = std::uint64_t{page.slot} << 32;
        entry->offset = page.offset;
        store_release(ring.avail, static_cast<std::uint32_t>(space.published));
        return true;
    }

    std::uint32_t push(const Page16 *pages, std::uint32_t count)
    {
        std::uint32_t pushed = 0;
        while (pushed < count) {
            std::uint32_t run = std::min(count - pushed, space.available(ring));
            if (run == 0)
                break;
            ring.prefetch_to_write(space.published, run);
            std::memcpy(static_cast<void *>(ring.entries + (space.published & ring.mask)), pages + pushed, run * sizeof(Entry16));
            space.published += run;
            pushed += run;
        }
        if (pushed > 0)
            store_release(ring.avail, static_cast<std::uint32_t>(space.published));
        return pushed;
    }
};

template <bool Marks>
struct IndexedConsumer {
    RingMemory<Entry16> ring;
    std::uint64_t harvested = 0;
    std::uint64_t avail_seen = 0;
    Unreset unreset;

    bool take(Page16 &page)
    {
        if (available() == 0)
            return false;
        Entry16 *entry = ring.entries + (harvested & ring.mask);
        page = {0, static_cast<std::uint32_t>(entry->flags_and_slot >> 32), entry->offset};
        harvested++;
        if (harvested % EntriesPerLine == 0) {
            ring.prefetch(harvested);
            if (Marks)
                write_once(entry->flags(), Harvested);
        }
        store_release(ring.fetch, static_cast<std::uint32_t>(harvested));
        return true;
    }

    // The entries themselves, up to the end of the memory; commit gives them back.
    const Page16 *show(std::uint32_t most, std::uint32_t &count)
    {
        std::uint32_t index = static_cast<std::uint32_t>(harvested) & ring.mask;
        count = std::min({most, available(), ring.mask + 1 - index});
        return reinterpret_cast<const Page16 *>(ring.entries + index);
    }

    void commit(std::uint32_t count)
    {
        if (Marks) {
            // The last entry of each line that ends within these.
            std::uint64_t end = harvested + count;
            for (std::uint64_t last = harvested | (EntriesPerLine - 1); last < end; last += EntriesPerLine)
                write_once(ring.entries[last & ring.mask].flags(), Harvested);
        }
        harvested += count;
        store_release(ring.fetch, static_cast<std::uint32_t>(harvested));
    }

    void make_room()
    {
        if (unreset.is_due(ring, harvested))
            reset();
    }

    bool finish(std::uint64_t items)
    {
        reset();
        return unreset.counted(items);
    }

private:
    std::uint32_t available()
    {
        std::uint32_t count = static_cast<std::uint32_t>(avail_seen - harvested);
        if (count == 0) {
            count = load_acquire(ring.avail) - static_cast<std::uint32_t>(harvested);
            avail_seen = harvested + count;
        }
        return count;
    }

    // Every entry up to fetch is harvested: no flag is looked at.
    [[gnu::noinline]] void reset()
    {
        unreset.run(ring, harvested, [this](std::uint64_t position, std::uint32_t count) {
            return reset16<false>(ring.entries + (position & ring.mask), count, HarvestedFlags{0, 0}, unreset.batch, unreset.sink);
        });
    }
};

template <bool Marks>
using IndexedRing = Ring<IndexedProducer, IndexedConsumer<Marks>, Entry16, Page16>;

const Competitor competitors[] = {
    competitor<IndexedRing<false>>("C indexed", true),
    competitor<IndexedRing<true>>("C indexed + mark", true),
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
