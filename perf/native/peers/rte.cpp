// DPDK: Debian packages dpdk-dev and pkg-config. The ring stands in our own memory; DPDK's environment is not initialised.
#include "transfer.h"

#include <cstdlib>
#include <iterator>
#include <rte_ring.h>
#include <rte_ring_elem.h>

namespace {

template <class T>
struct RteQueue {
    using Item = T;

    struct Producer {
        rte_ring *ring;
        bool push(T item) { return rte_ring_sp_enqueue_elem(ring, &item, sizeof(T)) == 0; }
        std::uint32_t push(const T *items, std::uint32_t count)
        {
            return rte_ring_sp_enqueue_burst_elem(ring, items, sizeof(T), count, nullptr);
        }
    };

    struct Consumer : PeerConsumer<T> {
        rte_ring *ring;
        bool take(T &item) { return rte_ring_sc_dequeue_elem(ring, &item, sizeof(T)) == 0; }
        std::uint32_t harvest(T *items, std::uint32_t most)
        {
            return rte_ring_sc_dequeue_burst_elem(ring, items, sizeof(T), most, nullptr);
        }
    };

    static RteQueue *create(std::uint32_t entries)
    {
        std::size_t bytes = static_cast<std::size_t>(rte_ring_get_memsize_elem(sizeof(T), entries));
        rte_ring *ring = static_cast<rte_ring *>(std::aligned_alloc(128, (bytes + 127) & ~std::size_t{127}));
        RteQueue *queue = ring ? new (std::nothrow) RteQueue : nullptr;
        if (!queue || rte_ring_init(ring, "ringcore", entries, RING_F_SP_ENQ | RING_F_SC_DEQ) != 0) {
            std::free(ring);
            delete queue;
            return nullptr;
        }
        queue->producer.ring = queue->consumer.ring = ring;
        return queue;
    }

    void destroy()
    {
        std::free(producer.ring);
        delete this;
    }

    alignas(128) Producer producer;
    alignas(128) Consumer consumer;
};

const Competitor competitors[] = {
    competitor<RteQueue<Page16>>("rte_ring", true),
    competitor<RteQueue<Page8>>("rte_ring", true),
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
