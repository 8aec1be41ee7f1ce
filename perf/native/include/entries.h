// The two entries and their states, as src/Layouts has them.
#pragma once
#include "ordering.h"

enum State : std::uint32_t { Free = 0, Published = 1, Harvested = 2, StateMask = 3 };

// Published and harvested differ in both bits: this turns one into the other and leaves a lap tag alone.
constexpr std::uint32_t ToHarvested = Published ^ Harvested;

// struct kvm_dirty_gfn, its flags and slot as one word: flags in the low half.
struct alignas(16) Entry16 {
    Word64 flags_and_slot;
    Word64 offset;

    Word32 *flags() { return reinterpret_cast<Word32 *>(&flags_and_slot); }
    const Word32 *flags() const { return reinterpret_cast<const Word32 *>(&flags_and_slot); }
};

// frame << 12 | tag: the state, and above it the lap where entries carry one.
struct Entry8 {
    Word64 word;
};

constexpr std::uint32_t FrameShift = 12;
constexpr std::uint64_t TagMask = (1u << FrameShift) - 1;
constexpr std::uint32_t LineBytes = 64;
