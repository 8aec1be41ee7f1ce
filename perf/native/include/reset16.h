// Reset, 16-byte entries: checks that entries are harvested, coalesces their pages, and frees them where the ring has no lap tags.
#pragma once
#include "entries.h"
#include "runs.h"

// What an entry must show to be reset: (flags & mask) == harvested.
struct HarvestedFlags {
    std::uint32_t mask;
    std::uint32_t harvested;
};

#if defined(__AVX512F__)
// False where the eight entries are not one slot's and all harvested, or their pages neither a run nor all apart.
template <class Sink>
inline bool reset16_block(const Entry16 *block, HarvestedFlags flags, Coalescer &batch, Sink &sink)
{
    if ((load_acquire(block[7].flags()) & flags.mask) != flags.harvested)
        return false;
    const __m512i low = _mm512_load_si512(block);
    const __m512i high = _mm512_load_si512(block + 4);
    const __m512i words = _mm512_permutex2var_epi64(low, _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), high);
    const __m512i pages = _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1), high);
    const std::uint32_t slot = static_cast<std::uint32_t>(block[0].flags_and_slot >> 32);
    const std::uint64_t mask = std::uint64_t{0xffffffff} << 32 | flags.mask;
    const std::uint64_t expected = std::uint64_t{slot} << 32 | flags.harvested;
    if (_mm512_cmpeq_epi64_mask(words & _mm512_set1_epi64(static_cast<long long>(mask)), _mm512_set1_epi64(static_cast<long long>(expected))) != 0xff)
        return false;
    return Runs(batch).add(slot, pages, sink);
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
        if (count - done >= 8 && reinterpret_cast<std::uintptr_t>(entry) % LineBytes == 0 && reset16_block(entry, flags, batch, sink)) {
            for (int i = 0; Frees && i < 8; i++)
                write_once(entry[i].flags(), Free);
            done += 8;
            continue;
        }
#endif
        std::uint64_t word = load_acquire(&entry->flags_and_slot);
        if ((static_cast<std::uint32_t>(word) & flags.mask) != flags.harvested)
            break;
        batch.add_or_start(static_cast<std::uint32_t>(word >> 32), entry->offset, sink);
        if (Frees)
            write_once(entry->flags(), Free);
        done++;
    }
    return done;
}
