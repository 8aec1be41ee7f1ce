// Eight pages of one slot at once into the coalescer, where they are a run or where none has a neighbour. Same batches as page by page.
#pragma once
#include "coalescer.h"
#include "isa.h"

#if defined(__AVX512F__)
class Runs {
public:
    explicit Runs(Coalescer &batch) : batch_(batch) {}

    // False where the eight are neither: page by page then.
    template <class Sink>
    bool add(std::uint32_t slot, __m512i pages, Sink &sink)
    {
        const __m512i iota = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
        const std::uint64_t first = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm512_castsi512_si128(pages)));
        if (_mm512_cmpeq_epi64_mask(_mm512_sub_epi64(pages, iota), _mm512_set1_epi64(static_cast<long long>(first))) == 0xff && first <= ~std::uint64_t{7}) {
            const std::uint64_t ahead = first - batch_.offset;
            if (batch_.mask != 0 && slot == batch_.slot && first >= batch_.offset && ahead <= 64 - 8) {
                batch_.mask |= std::uint64_t{0xff} << ahead;
                return true;
            }
            // A run that lies quite beyond the batch, or begins one.
            if (batch_.mask == 0 || slot != batch_.slot || (first > batch_.offset && ahead >= 64)) {
                batch_.flush(sink);
                start(slot, first, 0xff);
                return true;
            }
            return false;
        }
        if (batch_.mask != 1 || slot != batch_.slot)
            return false;
        // Each page against the one before it: apart by 64 or more either way, so that every page is a batch of its own.
        const __m512i before = _mm512_alignr_epi64(pages, _mm512_set1_epi64(static_cast<long long>(batch_.offset)), 7);
        const __m512i apart = _mm512_add_epi64(_mm512_sub_epi64(pages, before), _mm512_set1_epi64(63));
        if (_mm512_cmple_epu64_mask(apart, _mm512_set1_epi64(126)))
            return false;
        alignas(64) std::uint64_t each[8];
        _mm512_store_si512(each, before);
        for (std::uint64_t page : each)
            sink.reset_pages(slot, page, 1);
        start(slot, static_cast<std::uint64_t>(_mm_extract_epi64(_mm512_extracti64x2_epi64(pages, 3), 1)), 1);
        return true;
    }

private:
    void start(std::uint32_t slot, std::uint64_t offset, std::uint64_t mask)
    {
        batch_.slot = slot;
        batch_.offset = offset;
        batch_.mask = mask;
    }

    Coalescer &batch_;
};
#endif
