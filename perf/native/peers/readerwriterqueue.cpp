// moodycamel: Debian package libreaderwriterqueue-dev. Item by item only: it has no bursts.
#include "transfer.h"

#include <iterator>
#include <readerwriterqueue/readerwriterqueue.h>

namespace {

template <class T>
struct ReaderWriterQueue {
    using Item = T;
    using Queue = moodycamel::ReaderWriterQueue<T>;

    struct Producer {
        Queue *queue;
        bool push(T item) { return queue->try_enqueue(item); }
        std::uint32_t push(const T *items, std::uint32_t) { return push(*items); }
    };

    struct Consumer : PeerConsumer<T> {
        Queue *queue;
        bool take(T &item) { return queue->try_dequeue(item); }
        std::uint32_t harvest(T *items, std::uint32_t) { return take(*items); }
    };

    explicit ReaderWriterQueue(std::uint32_t entries) : queue(entries)
    {
        producer.queue = consumer.queue = &queue;
    }

    static ReaderWriterQueue *create(std::uint32_t entries) { return new (std::nothrow) ReaderWriterQueue(entries); }
    void destroy() { delete this; }

    alignas(128) Queue queue;
    alignas(128) Producer producer;
    alignas(128) Consumer consumer;
};

const Competitor competitors[] = {
    competitor<ReaderWriterQueue<Page16>>("readerwriterqueue", false),
    competitor<ReaderWriterQueue<Page8>>("readerwriterqueue", false),
};

} // namespace

RINGCORE_EXPORT const Competitor *ringcore_competitors(std::uint32_t *count)
{
    *count = std::size(competitors);
    return competitors;
}
