// Debian package libboost-dev.
#include "transfer.h"

#include <boost/lockfree/spsc_queue.hpp>
#include <iterator>

namespace {

template <class T>
struct BoostQueue {
    using Item = T;
    using Queue = boost::lockfree::spsc_queue<T>;

    struct Producer {
        Queue *queue;
        bool push(T item) { return queue->push(item); }
        std::uint32_t push(const T *items, std::uint32_t count) { return static_cast<std::uint32_t>(queue->push(items, count)); }
    };

    struct Consumer : PeerConsumer<T> {
        Queue *queue;
        bool take(T &item) { return queue->pop(item); }
        std::uint32_t harvest(T *items, std::uint32_t most) { return static_cast<std::uint32_t>(queue->pop(items, most)); }
    };

    explicit BoostQueue(std::uint32_t entries) : queue(entries)
    {
        producer.queue = consumer.queue = &queue;
    }

    static BoostQueue *create(std::uint32_t entries) { return new (std::nothrow) BoostQueue(entries); }
    void destroy() { delete this; }

    alignas(128) Queue queue;
    alignas(128) Producer producer;
    alignas(128) Consumer consumer;
};

const Competitor competitors[] = {
    competitor<BoostQueue<Page16>>("boost spsc_queue", true),
    competitor<BoostQueue<Page8>>("boost spsc_queue", true),
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
