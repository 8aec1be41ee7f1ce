// What every library here exports: a table of competitors, each a way to move items from one thread to another.
// Plain C: Concurrency Kit's headers are.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
#define RINGCORE_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define RINGCORE_EXPORT __attribute__((visibility("default")))
#endif

// Laid out as RingCore.Layouts.DirtyPage: the flags of a page in flight are 0.
struct Page16 {
    uint32_t flags;
    uint32_t slot;
    uint64_t offset;
};

// A page by its frame number.
struct Page8 {
    uint64_t frame;
};

enum { MaxBatch = 256 };

struct Competitor {
    const char *name;
    uint32_t item_bytes; // 8 or 16
    uint32_t has_batches; // 0: item by item only

    // Entries: a power of two. Null where memory is short.
    void *(*create)(uint32_t entries);
    void (*destroy)(void *queue);

    // Sends the items 0 to items - 1, at most 1 to MaxBatch at a time.
    void (*produce)(void *queue, uint64_t items, uint32_t batch);

    // Receives as many and leaves the queue empty. The sum of their numbers; all bits set where a ring did not reset every item once.
    uint64_t (*consume)(void *queue, uint64_t items, uint32_t batch);

    // Latency: one item out and one item in, per trip; the side that starts sends first. A queue that bounces does nothing else.
    void (*bounce)(void *out, void *in, uint64_t trips, uint32_t starts);
};

RINGCORE_EXPORT const struct Competitor *ringcore_competitors(uint32_t *count);
