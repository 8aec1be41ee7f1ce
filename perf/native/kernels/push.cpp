// What one thread does: push of pages into a ring that nobody harvests. The producer's state is copied into registers for the call.
#include "push16.h"

namespace {

template <class Tag, bool Wide>
uint32_t push_singly(Producer16<Tag, Wide> *state, const Page16 *pages, uint32_t count)
{
    Producer16<Tag, Wide> producer = *state;
    uint32_t pushed = 0;
    while (pushed < count && producer.push(pages[pushed]))
        pushed++;
    *state = producer;
    return pushed;
}

template <class Tag, bool Wide>
uint32_t push_in_batches(Producer16<Tag, Wide> *state, const Page16 *pages, uint32_t count)
{
    Producer16<Tag, Wide> producer = *state;
    uint32_t pushed = 0;
    while (pushed < count) {
        uint32_t batch = std::min<uint32_t>(MaxBatch, count - pushed);
        uint32_t done = producer.push(pages + pushed, batch);
        pushed += done;
        if (done < batch)
            break;
    }
    *state = producer;
    return pushed;
}

} // namespace

#define RINGCORE_PUSH(name, Tag, wide) \
    RINGCORE_EXPORT uint32_t ringcore_push16_##name(Producer16<Tag, wide> *state, const Page16 *pages, uint32_t count) \
    { \
        return push_singly(state, pages, count); \
    } \
 \
    RINGCORE_EXPORT uint32_t ringcore_push16_##name##_batched(Producer16<Tag, wide> *state, const Page16 *pages, uint32_t count) \
    { \
        return push_in_batches(state, pages, count); \
    }

RINGCORE_PUSH(flagged, PlainTag, false)
RINGCORE_PUSH(lap, LapTag, false)
#if defined(__AVX2__)
RINGCORE_PUSH(flagged_x64, PlainTag, true)
RINGCORE_PUSH(lap_x64, LapTag, true)
#endif
