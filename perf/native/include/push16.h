// The producer of 16-byte entries, flagged or with a lap tag.
#pragma once
#include "abi.h"
#include "entries.h"
#include "isa.h"
#include "ring.h"

// Flagged: 01 in every lap.
struct PlainTag {
    static std::uint32_t lap(std::uint64_t, std::uint32_t) { return 0; }
    static constexpr bool Frees = true;
    static constexpr std::uint32_t HarvestedMask = Harvested;
};

// The lap stands above the state, so that an entry of the lap before is neither published nor harvested in this one.
struct LapTag {
    static std::uint32_t lap(std::uint64_t position, std::uint32_t shift) { return static_cast<std::uint32_t>(position >> shift) << 2; }
    static constexpr bool Frees = false;
    static constexpr std::uint32_t HarvestedMask = ~std::uint32_t{0};
};

template <bool Wide>
inline void publish16(Entry16 *entry, std::uint32_t flags, Page16 page)
{
    std::uint64_t word = flags | std::uint64_t{page.slot} << 32;
#if defined(__AVX2__)
    if (Wide) {
        _mm_store_si128(reinterpret_cast<__m128i *>(entry), _mm_set_epi64x(static_cast<long long>(page.offset), static_cast<long long>(word)));
        keep_order();
        return;
    }
#endif
    entry->offset = page.offset;
    store_release(&entry->flags_and_slot, word);
}

// Entries behind each other, all of one lap.
template <bool Wide>
inline void publish16(Entry16 *entry, std::uint32_t count, std::uint32_t flags, const Page16 *pages)
{
    std::uint32_t i = 0;
#if defined(__AVX512F__)
    if (Wide) {
        const __m512i tags = _mm512_maskz_set1_epi32(0x1111, static_cast<int>(flags));
        for (; i < count && reinterpret_cast<std::uintptr_t>(entry + i) % LineBytes != 0; i++)
            publish16<true>(entry + i, flags, pages[i]);
        for (; count - i >= 4; i += 4) {
            _mm512_store_si512(entry + i, _mm512_loadu_si512(pages + i) | tags);
            keep_order();
        }
    }
#endif
    for (; i < count; i++)
        publish16<Wide>(entry + i, flags, pages[i]);
}

template <class Tag, bool Wide>
struct Producer16 {
    RingMemory<Entry16> ring;
    FreeSpace space;
    std::uint32_t flags = 0; // of this lap

    bool push(Page16 page)
    {
        if (space.published == space.limit && look() == 0)
            return false;
        publish16<Wide>(ring.entries + (space.published++ & ring.mask), flags, page);
        return true;
    }

    std::uint32_t push(const Page16 *pages, std::uint32_t count)
    {
        std::uint32_t pushed = 0;
        while (pushed < count) {
            std::uint32_t run = std::min(count - pushed, available());
            if (run == 0)
                break;
            ring.prefetch_to_write(space.published, run);
            publish16<Wide>(ring.entries + (space.published & ring.mask), run, flags, pages + pushed);
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
        flags = Tag::lap(space.published, ring.lap_shift) | Published;
        return space.look(ring);
    }
};
