// What eight pages are to each other, by vector.
#pragma once
#include "coalescer.h"
#include "isa.h"

#if defined(__AVX512F__)
inline __m512i all_lanes(std::uint64_t value)
{
    return _mm512_set1_epi64(static_cast<long long>(value));
}

// Eight pages of one slot, each of which lies 64 or more from the one before it, either way: every page is a batch of its own. False where
// they do not, or where the batch before them has more than one page.
template <class Sink>
inline bool add_apart(Coalescer &batch, std::uint32_t slot, __m512i pages, Sink &sink)
{
    if (batch.mask != 1 || slot != batch.slot)
        return false;
    const __m512i before = _mm512_alignr_epi64(pages, all_lanes(batch.offset), 7);
    const __m512i apart = _mm512_add_epi64(_mm512_sub_epi64(pages, before), all_lanes(63));
    if (_mm512_cmple_epu64_mask(apart, all_lanes(126)))
        return false;
    alignas(64) std::uint64_t each[8];
    _mm512_store_si512(each, pages);
    batch.add_apart(each, 8, sink);
    return true;
}
#endif
