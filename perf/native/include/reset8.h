// Reset, 8-byte entries: as reset16.h, with one memory slot that the frames are checked against.
#pragma once
#include "entries.h"
#include "runs.h"

struct OneSlot {
    std::uint32_t slot;
    std::uint64_t base;
    std::uint64_t pages;
};

template <bool Frees, class Sink>
inline std::uint32_t reset8(Entry8 *entries, std::uint32_t count, std::uint64_t harvested, std::uint64_t tag_mask, const OneSlot &slot, Coalescer &batch, Sink &sink)
{
    std::uint32_t done = 0;
    while (done < count) {
        Entry8 *entry = entries + done;
#if defined(__AVX512F__)
        if (count - done >= 8 && reinterpret_cast<std::uintptr_t>(entry) % LineBytes == 0 && (load_acquire(&entry[7].word) & tag_mask) == harvested) {
            const __m512i words = _mm512_load_si512(entry);
            const __m512i tags = words & _mm512_set1_epi64(static_cast<long long>(tag_mask));
            const __m512i pages = _mm512_sub_epi64(_mm512_srli_epi64(words, FrameShift), _mm512_set1_epi64(static_cast<long long>(slot.base)));
            if (_mm512_cmpeq_epi64_mask(tags, _mm512_set1_epi64(static_cast<long long>(harvested))) == 0xff
                && _mm512_cmplt_epu64_mask(pages, _mm512_set1_epi64(static_cast<long long>(slot.pages))) == 0xff
                && Runs(batch).add(slot.slot, pages, sink)) {
                if (Frees)
                    _mm512_store_si512(entry, words & _mm512_set1_epi64(~static_cast<long long>(TagMask)));
                done += 8;
                continue;
            }
        }
#endif
        std::uint64_t word = load_acquire(&entry->word);
        if ((word & tag_mask) != harvested)
            break;
        std::uint64_t page = (word >> FrameShift) - slot.base;
        if (page < slot.pages)
            batch.add_or_start(slot.slot, page, sink);
        if (Frees)
            write_once(&entry->word, word & ~TagMask);
        done++;
    }
    return done;
}
