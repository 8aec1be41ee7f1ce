// The accesses to shared words, by the names of src/RingCore/Ordering/IFencePoints.cs. On x86-64 each is one plain move; what they hold
// is the compiler.
#pragma once
#include <cstdint>

// Entries are read at 4, 8 and 64 bytes.
using Word32 [[gnu::may_alias]] = std::uint32_t;
using Word64 [[gnu::may_alias]] = std::uint64_t;

inline std::uint32_t load_acquire(const Word32 *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

inline std::uint64_t load_acquire(const Word64 *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

inline void store_release(Word32 *word, std::uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

inline void store_release(Word64 *word, std::uint64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

inline void write_once(Word32 *word, std::uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

inline void write_once(Word64 *word, std::uint64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

// The x64 axioms (total store order; an aligned lane of 16 bytes is single-copy atomic) order wide accesses in the processor; this
// keeps the compiler from moving them.
inline void keep_order()
{
    __asm__ volatile("" ::: "memory");
}
