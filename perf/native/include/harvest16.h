// Harvest and mark, 16-byte entries: entries whose flags are "published" are copied out as pages and marked harvested, up to the first
// that is not. Wide: by the x64 axioms, whole lines are marked by one store. Otherwise one acquire per block (a single producer
// publishes in order, so the last entry's flags vouch for the block), and marks by release stores of the flags alone.
#pragma once
#include "abi.h"
#include "entries.h"
#include "isa.h"

#include <cstdint>
#include <type_traits>

// Returns the entries taken from the first on.
inline std::uint32_t harvest16_scalar(Entry16 *entries, std::uint32_t count, std::uint32_t published, Page16 *pages)
{
    for (std::uint32_t i = 0; i < count; i++) {
        std::uint64_t word = load_acquire(&entries[i].flags_and_slot);
        if (static_cast<std::uint32_t>(word) != published)
            return i;
        Entry16 *page = reinterpret_cast<Entry16 *>(pages + i);
        page->flags_and_slot = word ^ published;
        page->offset = entries[i].offset;
        store_release(entries[i].flags(), published ^ ToHarvested);
    }
    return count;
}

// Eight entries. Unrolled by order: GCC leaves the loop as it is.
inline void mark16_block(Entry16 *entries, std::uint32_t harvested)
{
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++)
        store_release(entries[i].flags(), harvested);
}

// Eight entries, or none where one of them is not published. There is no scalar form.
template <bool Wide>
bool harvest16_block(Scalar, Entry16 *, std::uint32_t, Page16 *);

#if defined(__AVX2__)
template <bool Wide>
inline bool harvest16_block(Avx2, Entry16 *block, std::uint32_t published, Page16 *pages)
{
    if (!Wide && load_acquire(block[7].flags()) != published)
        return false;
    const __m256i flags = _mm256_set1_epi64x(0xffffffff) & _mm256_set_epi64x(0, -1, 0, -1);
    const __m256i expected = _mm256_set_epi64x(0, published, 0, published);
    const __m256i *lines = reinterpret_cast<const __m256i *>(block);
    // Where the flags are "published", the exclusive or leaves what a page has in their place: 0.
    __m256i a = _mm256_load_si256(lines) ^ expected;
    __m256i b = _mm256_load_si256(lines + 1) ^ expected;
    __m256i c = _mm256_load_si256(lines + 2) ^ expected;
    __m256i d = _mm256_load_si256(lines + 3) ^ expected;
    if (!_mm256_testz_si256(a | b | c | d, flags))
        return false;
    __m256i *out = reinterpret_cast<__m256i *>(pages);
    _mm256_storeu_si256(out, a);
    _mm256_storeu_si256(out + 1, b);
    _mm256_storeu_si256(out + 2, c);
    _mm256_storeu_si256(out + 3, d);
    if (Wide) {
        const __m256i harvested = _mm256_set_epi64x(0, published ^ ToHarvested, 0, published ^ ToHarvested);
        __m256i *marks = reinterpret_cast<__m256i *>(block);
        keep_order();
        _mm256_store_si256(marks, a | harvested);
        _mm256_store_si256(marks + 1, b | harvested);
        _mm256_store_si256(marks + 2, c | harvested);
        _mm256_store_si256(marks + 3, d | harvested);
        keep_order();
    } else {
        mark16_block(block, published ^ ToHarvested);
    }
    return true;
}
#endif

#if defined(__AVX512F__)
template <bool Wide>
inline bool harvest16_block(Avx512, Entry16 *block, std::uint32_t published, Page16 *pages)
{
    if (!Wide && load_acquire(block[7].flags()) != published)
        return false;
    const __m512i expected = _mm512_maskz_set1_epi32(0x1111, static_cast<int>(published));
    __m512i low = _mm512_load_si512(block) ^ expected;
    __m512i high = _mm512_load_si512(block + 4) ^ expected;
    if (_mm512_mask_test_epi32_mask(0x1111, low | high, low | high))
        return false;
    _mm512_storeu_si512(pages, low);
    _mm512_storeu_si512(pages + 4, high);
    if (Wide) {
        const __m512i harvested = _mm512_maskz_set1_epi32(0x1111, static_cast<int>(published ^ ToHarvested));
        keep_order();
        _mm512_store_si512(block, low | harvested);
        _mm512_store_si512(block + 4, high | harvested);
        keep_order();
    } else {
        mark16_block(block, published ^ ToHarvested);
    }
    return true;
}
#endif

template <class Isa, bool Wide>
inline std::uint32_t harvest16(Entry16 *entries, std::uint32_t count, std::uint32_t published, Page16 *pages)
{
    std::uint32_t taken = 0;
    if constexpr (!std::is_same_v<Isa, Scalar>) {
        // Blocks are aligned to two lines where the entries are; a run that starts within one begins with single entries.
        std::uint32_t head = static_cast<std::uint32_t>(-(reinterpret_cast<std::uintptr_t>(entries) / sizeof(Entry16))) & 3;
        if (head != 0) {
            head = head < count ? head : count;
            taken = harvest16_scalar(entries, head, published, pages);
            if (taken < head)
                return taken;
        }
        Entry16 *block = entries + taken;
        Entry16 *end = block + ((count - taken) & ~std::uint32_t{7});
        for (Page16 *out = pages + taken; block != end && harvest16_block<Wide>(Isa{}, block, published, out); out += 8)
            block += 8;
        taken = static_cast<std::uint32_t>(block - entries);
    }
    return taken + harvest16_scalar(entries + taken, count - taken, published, pages + taken);
}
