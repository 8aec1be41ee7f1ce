// Concurrency Kit: Debian package libck-dev. Item by item only: it has no bursts. In C, which its headers are.
#include "abi.h"
#include "pause.h"

#include <ck_ring.h>
#include <stdlib.h>

// One ring and its loops, as transfer.h has them, for one size of item.
#define CK_QUEUE(item, number) \
    CK_RING_PROTOTYPE(item, item) \
 \
    struct item##_queue { \
        struct ck_ring ring; \
        struct item *buffer; \
    }; \
 \
    static void *item##_create(uint32_t entries) \
    { \
        struct item##_queue *queue = aligned_alloc(128, (sizeof(struct item##_queue) + 127) / 128 * 128); \
        struct item *buffer = aligned_alloc(128, ((size_t)entries * sizeof(struct item) + 127) / 128 * 128); \
        if (!queue || !buffer) { \
            free(queue); \
            free(buffer); \
            return NULL; \
        } \
        ck_ring_init(&queue->ring, entries); \
        queue->buffer = buffer; \
        return queue; \
    } \
 \
    static void item##_destroy(void *handle) \
    { \
        struct item##_queue *queue = handle; \
        free(queue->buffer); \
        free(queue); \
    } \
 \
    static void item##_produce(void *handle, uint64_t items, uint32_t batch) \
    { \
        struct item##_queue *queue = handle; \
        struct item *buffer = queue->buffer; \
        (void)batch; \
        for (uint64_t i = 0; i < items; i++) { \
            struct item page = {.number = i}; \
            while (!ck_ring_enqueue_spsc_##item(&queue->ring, buffer, &page)) \
                pause_briefly(); \
        } \
    } \
 \
    static uint64_t item##_consume(void *handle, uint64_t items, uint32_t batch) \
    { \
        struct item##_queue *queue = handle; \
        struct item *buffer = queue->buffer; \
        uint64_t sum = 0; \
        (void)batch; \
        for (uint64_t received = 0; received < items; received++) { \
            struct item page; \
            while (!ck_ring_dequeue_spsc_##item(&queue->ring, buffer, &page)) \
                pause_briefly(); \
            sum += page.number; \
        } \
        return sum; \
    } \
 \
    static void item##_bounce(void *out, void *in, uint64_t trips, uint32_t starts) \
    { \
        struct item##_queue *there = out; \
        struct item##_queue *back = in; \
        for (uint64_t trip = 0; trip < trips; trip++) { \
            struct item page = {.number = trip}; \
            while (starts && !ck_ring_enqueue_spsc_##item(&there->ring, there->buffer, &page)) { \
            } \
            while (!ck_ring_dequeue_spsc_##item(&back->ring, back->buffer, &page)) { \
            } \
            while (!starts && !ck_ring_enqueue_spsc_##item(&there->ring, there->buffer, &page)) { \
            } \
        } \
    }

CK_QUEUE(Page16, offset)
CK_QUEUE(Page8, frame)

static const struct Competitor competitors[] = {
    {"ck_ring", sizeof(struct Page16), 0, Page16_create, Page16_destroy, Page16_produce, Page16_consume, Page16_bounce},
    {"ck_ring", sizeof(struct Page8), 0, Page8_create, Page8_destroy, Page8_produce, Page8_consume, Page8_bounce},
};

const struct Competitor *ringcore_competitors(uint32_t *count)
{
    *count = sizeof(competitors) / sizeof(competitors[0]);
    return competitors;
}
