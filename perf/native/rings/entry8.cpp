// Our own ring of 8-byte entries with a lap tag: frame << 12 | (lap & 1023) << 2 | state. One store publishes.
#include "harvest8.h"
#include "reset8.h"
#include "ring.h"
#include "transfer.h"

#include <iterator>

namespace {

constexpr std::uint32_t EntriesPerLine = LineBytes / sizeof(Entry8);
constexpr OneSlot Slot{0, 0, std::uint64_t{1} << 40};

std::uint64_t tag(std::uint64_t position, std::uint32_t lap_shift, State state)
{
    return (position >> lap_shift & 1023) << 2 | state;
}

template <bool Wide>
struct Producer8 {
    RingMemory<Entry8> ring;
    FreeSpace space;
    std::uint64_t published = 0; // the tag of this lap

    bool push(Page8 page)
    {
        if (space.published == space.limit && look() == 0)
            return false;
        store_release(&ring.entries[space.published++ & ring.mask].word, page.frame << FrameShift | published);
        return true;
    }

    std::uint32_t push(const Page8 *pages, std::uint32_t count)
    {
        std::uint32_t pushed = 0;
        while (pushed < count) {
            std::uint32_t run = std::min(count - pushed, available());
            if (run == 0)
                break;
            ring.prefetch_to_write(space.published, run);
            publish(ring.entries + (space.published & ring.mask), run, published, pages + pushed);
            space.published += run;
            pushed += run;
        }
        return pushed;
    }

private:
    std::uint32_t available()
    {
        return space.published != space.limit ? static_cast<std::uint32_t>(space.limit - space.published) : look();
    }

    std::uint32_t look()
    {
        published = tag(space.published, ring.lap_shift, Published);
        return space.look(ring);
    }

    static void publish(Entry8 *entry, std::uint32_t count, std::uint64_t published, const Page8 *pages)
    {
        std::uint32_t i = 0;
#if defined(__AVX512F__)
        if (Wide) {
            const __m512i tags = _mm512_set1_epi64(static_cast<long long>(published));
            for (; i < count && reinterpret_cast<std::uintptr_t>(entry + i) % LineBytes != 0; i++)
                store_release(&entry[i].word, pages[i].frame << FrameShift | published);
            for (; count - i >= EntriesPerLine; i += EntriesPerLine) {
                _mm512_store_si512(entry + i, _mm512_slli_epi64(_mm512_loadu_si512(pages + i), FrameShift) | tags);
                keep_order();
            }
        }
#endif
        for (; i < count; i++)
            store_release(&entry[i].word, pages[i].frame << FrameShift | published);
    }
};

template <bool Wide>
struct Consumer8 {
    using Item = Page8;

    RingMemory<Entry8> ring;
    std::uint64_t harvested = 0;
    std::uint64_t marked = 0; // what was taken item by item is marked a line at a time
    std::uint64_t published = Published; // the tag of the lap that harvested is in
    Unreset unreset;

    bool take(Page8 &page)
    {
        std::uint64_t word = load_acquire(&ring.entries[harvested & ring.mask].word);
        if ((word & TagMask) != published)
            return false;
        page = {word >> FrameShift};
        harvested++;
        if (harvested % EntriesPerLine == 0) {
            ring.prefetch(harvested);
            mark_taken();
        }
        return true;
    }

    std::uint32_t harvest(Page8 *pages, std::uint32_t most)
    {
        std::uint32_t taken = 0;
        while (taken < most) {
            std::uint32_t index = static_cast<std::uint32_t>(harvested) & ring.mask;
            std::uint32_t run = std::min(most - taken, ring.mask + 1 - index);
            std::uint32_t got = harvest8<Widest, Wide>(
                ring.entries + index, run, published, TagMask, pages + taken);
            harvested += got;
            if ((harvested & ring.mask) == 0)
                published = tag(harvested, ring.lap_shift, Published);
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
    // A line's words once more, with the other state: all of one lap.
    void mark_taken()
    {
        Entry8 *entry = ring.entries + (marked & ring.mask);
        std::uint64_t count = harvested - marked;
        marked = harvested;
        published = tag(harvested, ring.lap_shift, Published);
#if defined(__AVX512F__)
        if (Wide && count == EntriesPerLine) {
            __m512i words = _mm512_load_si512(entry);
            keep_order();
            _mm512_store_si512(entry, words ^ _mm512_set1_epi64(ToHarvested));
            keep_order();
            return;
        }
#endif
        if (count == EntriesPerLine) {
            mark8_block(entry);
            return;
        }
        for (std::uint64_t i = 0; i < count; i++)
            store_release(&entry[i].word, entry[i].word ^ ToHarvested);
    }

    [[gnu::noinline]] void reset()
    {
        unreset.run(ring, marked, [this](std::uint64_t position, std::uint32_t count) {
            return reset8<false>(
                ring.entries + (position & ring.mask), count, HarvestedTag{TagMask, tag(position, ring.lap_shift, Harvested)}, Slot, unreset.batch, unreset.sink);
        });
    }
};

template <bool Wide>
using Ring8 = Ring<Producer8<Wide>, Consumer8<Wide>, Entry8, Page8>;

const Competitor competitors[] = {
    competitor<Ring8<false>>("C lap", true),
#if defined(__AVX2__)
    competitor<Ring8<true>>("C lap x64", true),
#endif
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
