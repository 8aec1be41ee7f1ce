// Reset, 16-byte entries: checks that entries are harvested, coalesces their pages, and frees them where the ring has no lap tags.
#pragma once
#include "entries.h"
#include "runs.h"

// What an entry must show to be reset: (flags & mask) == harvested.
struct HarvestedFlags {
    std::uint32_t mask;
    std::uint32_t harvested;

    bool holds(std::uint32_t flags) const { return (flags & mask) == harvested; }
};

#if defined(__AVX512F__)
// Entries at the start, in blocks of eight, whose pages follow each other in one slot and that are all harvested.
inline std::uint32_t run_length16(const Entry16 *entries, std::uint32_t count, HarvestedFlags flags)
{
    const __m512i mask = _mm512_maskz_set1_epi64(0x55, static_cast<long long>(std::uint64_t{0xffffffff} << 32 | flags.mask)) | _mm512_maskz_set1_epi64(0xaa, -1);
    const std::uint64_t word = (entries->flags_and_slot & (std::uint64_t{0xffffffff} << 32)) | flags.harvested;
    const std::uint64_t first = entries->offset;
    if (first > ~std::uint64_t{0} - count)
        return 0;
    const __m512i words = _mm512_maskz_set1_epi64(0x55, static_cast<long long>(word));
    const __m512i step = _mm512_maskz_set1_epi64(0xaa, 8);
    __m512i low = words | _mm512_add_epi64(_mm512_maskz_set1_epi64(0xaa, static_cast<long long>(first)), _mm512_set_epi64(3, 0, 2, 0, 1, 0, 0, 0));
    __m512i high = words | _mm512_add_epi64(_mm512_maskz_set1_epi64(0xaa, static_cast<long long>(first)), _mm512_set_epi64(7, 0, 6, 0, 5, 0, 4, 0));
    std::uint32_t length = 0;
    for (; count - length >= 8; length += 8) {
        const Entry16 *block = entries + length;
        // One acquire for the block: the collector marks in order.
        if (!flags.holds(load_acquire(block[7].flags())))
            break;
        __mmask8 differs = _mm512_cmpneq_epi64_mask(_mm512_load_si512(block) & mask, low);
        differs |= _mm512_cmpneq_epi64_mask(_mm512_load_si512(block + 4) & mask, high);
        if (differs)
            break;
        low = _mm512_add_epi64(low, step);
        high = _mm512_add_epi64(high, step);
    }
    return length;
}

// Eight entries of one slot, all harvested, whose pages lie apart.
template <class Sink>
inline bool reset16_apart(const Entry16 *block, HarvestedFlags flags, Coalescer &batch, Sink &sink)
{
    if (!flags.holds(load_acquire(block[7].flags())))
        return false;
    const __m512i low = _mm512_load_si512(block);
    const __m512i high = _mm512_load_si512(block + 4);
    const __m512i words = _mm512_unpacklo_epi64(low, high);
    const __m512i pages = _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1), high);
    const std::uint64_t upper = std::uint64_t{0xffffffff} << 32;
    const std::uint64_t word = (block->flags_and_slot & upper) | flags.harvested;
    if (_mm512_cmpneq_epi64_mask(words & all_lanes(upper | flags.mask), all_lanes(word)))
        return false;
    return add_apart(batch, static_cast<std::uint32_t>(word >> 32), pages, sink);
}

// Wide: nobody else writes the entries until the reset index tells the producer, and the payload is written as it was.
inline void free16(Entry16 *block, std::uint32_t count)
{
    const __m512i payload = _mm512_maskz_set1_epi32(0xeeee, -1);
    for (std::uint32_t i = 0; i < count; i += 4)
        _mm512_store_si512(block + i, _mm512_load_si512(block + i) & payload);
}

// Entries reset by vector from an entry that begins a line.
template <bool Frees, class Sink>
inline std::uint32_t reset16_blocks(Entry16 *entries, std::uint32_t count, HarvestedFlags flags, Coalescer &batch, Sink &sink)
{
    std::uint32_t length = run_length16(entries, count, flags);
    if (length > 0 && batch.add_run(static_cast<std::uint32_t>(entries->flags_and_slot >> 32), entries->offset, length, sink)) {
        if (Frees)
            free16(entries, length);
        return length;
    }
    for (length = 0; count - length >= 8 && reset16_apart(entries + length, flags, batch, sink); length += 8) {
        if (Frees)
            free16(entries + length, 8);
    }
    return length;
}
#endif

// Entries reset from the first on. Frees: writes 00 back, ordered by the release of the reset index that follows.
template <bool Frees, class Sink>
inline std::uint32_t reset16(Entry16 *entries, std::uint32_t count, HarvestedFlags flags, Coalescer &batch, Sink &sink)
{
    std::uint32_t done = 0;
    while (done < count) {
        Entry16 *entry = entries + done;
#if defined(__AVX512F__)
        if (count - done >= 8 && reinterpret_cast<std::uintptr_t>(entry) % LineBytes == 0) {
            std::uint32_t length = reset16_blocks<Frees>(entry, count - done, flags, batch, sink);
            done += length;
            if (length > 0)
                continue;
        }
#endif
        std::uint64_t word = load_acquire(&entry->flags_and_slot);
        if (!flags.holds(static_cast<std::uint32_t>(word)))
            break;
        batch.add_or_start(static_cast<std::uint32_t>(word >> 32), entry->offset, sink);
        if (Frees)
            write_once(entry->flags(), Free);
        done++;
    }
    return done;
}
