// Harvest and mark, 8-byte entries: as harvest16.h. tag_mask says which low bits are compared: the state's two, or with the lap all twelve.
#pragma once
#include "abi.h"
#include "entries.h"
#include "isa.h"

#include <cstdint>
#include <type_traits>

inline std::uint32_t harvest8_scalar(Entry8 *entries, std::uint32_t count, std::uint64_t published, std::uint64_t tag_mask, Page8 *pages)
{
    for (std::uint32_t i = 0; i < count; i++) {
        std::uint64_t word = load_acquire(&entries[i].word);
        if ((word & tag_mask) != published)
            return i;
        pages[i] = {word >> FrameShift};
        store_release(&entries[i].word, word ^ ToHarvested);
    }
    return count;
}

// Eight entries. Unrolled by order: GCC leaves the loop as it is.
inline void mark8_block(Entry8 *entries)
{
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++)
        store_release(&entries[i].word, entries[i].word ^ ToHarvested);
}

// Eight entries, or none where one of them is not published. There is no scalar form.
template <bool Wide>
bool harvest8_block(Scalar, Entry8 *, std::uint64_t, std::uint64_t, Page8 *);

#if defined(__AVX2__)
template <bool Wide>
inline bool harvest8_block(Avx2, Entry8 *block, std::uint64_t published, std::uint64_t tag_mask, Page8 *pages)
{
    if (!Wide && (load_acquire(&block[7].word) & tag_mask) != published)
        return false;
    const __m256i mask = _mm256_set1_epi64x(static_cast<long long>(tag_mask));
    const __m256i expected = _mm256_set1_epi64x(static_cast<long long>(published));
    const __m256i marks = _mm256_set1_epi64x(ToHarvested);
    const __m256i *halves = reinterpret_cast<const __m256i *>(block);
    __m256i low = _mm256_load_si256(halves);
    __m256i high = _mm256_load_si256(halves + 1);
    if (!_mm256_testz_si256((low ^ expected) | (high ^ expected), mask))
        return false;
    __m256i *out = reinterpret_cast<__m256i *>(pages);
    _mm256_storeu_si256(out, _mm256_srli_epi64(low, FrameShift));
    _mm256_storeu_si256(out + 1, _mm256_srli_epi64(high, FrameShift));
    if (Wide) {
        __m256i *words = reinterpret_cast<__m256i *>(block);
        keep_order();
        _mm256_store_si256(words, low ^ marks);
        _mm256_store_si256(words + 1, high ^ marks);
        keep_order();
    } else {
        mark8_block(block);
    }
    return true;
}
#endif

#if defined(__AVX512F__)
template <bool Wide>
inline bool harvest8_block(Avx512, Entry8 *block, std::uint64_t published, std::uint64_t tag_mask, Page8 *pages)
{
    if (!Wide && (load_acquire(&block[7].word) & tag_mask) != published)
        return false;
    const __m512i mask = _mm512_set1_epi64(static_cast<long long>(tag_mask));
    const __m512i expected = _mm512_set1_epi64(static_cast<long long>(published));
    __m512i words = _mm512_load_si512(block);
    if (_mm512_test_epi64_mask(words ^ expected, mask))
        return false;
    _mm512_storeu_si512(pages, _mm512_srli_epi64(words, FrameShift));
    if (Wide) {
        keep_order();
        _mm512_store_si512(block, words ^ _mm512_set1_epi64(ToHarvested));
        keep_order();
    } else {
        mark8_block(block);
    }
    return true;
}
#endif

template <class Isa, bool Wide>
inline std::uint32_t harvest8(Entry8 *entries, std::uint32_t count, std::uint64_t published, std::uint64_t tag_mask, Page8 *pages)
{
    std::uint32_t taken = 0;
    if constexpr (!std::is_same_v<Isa, Scalar>) {
        std::uint32_t head = static_cast<std::uint32_t>(-(reinterpret_cast<std::uintptr_t>(entries) / sizeof(Entry8))) & 7;
        if (head != 0) {
            head = head < count ? head : count;
            taken = harvest8_scalar(entries, head, published, tag_mask, pages);
            if (taken < head)
                return taken;
        }
        Entry8 *block = entries + taken;
        Entry8 *end = block + ((count - taken) & ~std::uint32_t{7});
        for (Page8 *out = pages + taken; block != end && harvest8_block<Wide>(Isa{}, block, published, tag_mask, out); out += 8)
            block += 8;
        taken = static_cast<std::uint32_t>(block - entries);
    }
    return taken + harvest8_scalar(entries + taken, count - taken, published, tag_mask, pages + taken);
}
