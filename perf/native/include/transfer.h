// The loops of both threads, one source for peers and for our own rings. A queue has
//   Item, static create(entries), destroy(), and two sides that are copied into registers for a turn:
//   Producer producer: bool push(Item), uint32_t push(const Item *, uint32_t)
//   Consumer consumer: bool take(Item &), uint32_t harvest(Item *, uint32_t), or const Item *show(uint32_t, uint32_t &) and commit(uint32_t),
//     void make_room(), bool finish(uint64_t items)
#pragma once
#include "abi.h"
#include "pause.h"

#include <algorithm>
#include <cstdint>
#include <new>

template <class Item>
inline Item page(std::uint64_t number);

template <>
inline Page16 page(std::uint64_t number)
{
    return {0, 0, number};
}

template <>
inline Page8 page(std::uint64_t number)
{
    return {number};
}

inline std::uint64_t number(Page16 page)
{
    return page.offset;
}

inline std::uint64_t number(Page8 page)
{
    return page.frame;
}

template <class Queue>
void produce(void *handle, std::uint64_t items, std::uint32_t batch)
{
    using Item = typename Queue::Item;
    Queue *queue = static_cast<Queue *>(handle);
    typename Queue::Producer producer = queue->producer;
    if (batch == 1) {
        for (std::uint64_t i = 0; i < items; i++) {
            while (!producer.push(page<Item>(i)))
                pause_briefly();
        }
    } else {
        alignas(64) Item pages[MaxBatch];
        for (std::uint64_t sent = 0; sent < items;) {
            std::uint32_t count = static_cast<std::uint32_t>(std::min<std::uint64_t>(batch, items - sent));
            for (std::uint32_t i = 0; i < count; i++)
                pages[i] = page<Item>(sent + i);
            for (std::uint32_t done = 0;;) {
                done += producer.push(pages + done, count - done);
                if (done == count)
                    break;
                pause_briefly();
            }
            sent += count;
        }
    }
    queue->producer = producer;
}

// A harvest into an array, and the sum over it.
template <class Consumer>
auto sum_up(Consumer &consumer, std::uint32_t most, std::uint64_t &sum) -> decltype(consumer.harvest(nullptr, most))
{
    alignas(64) typename Consumer::Item items[MaxBatch];
    std::uint32_t count = consumer.harvest(items, most);
    for (std::uint32_t i = 0; i < count; i++)
        sum += number(items[i]);
    return count;
}

// In place, where the queue shows its entries.
template <class Consumer>
auto sum_up(Consumer &consumer, std::uint32_t most, std::uint64_t &sum) -> decltype(consumer.commit(most), std::uint32_t{})
{
    std::uint32_t count = 0;
    const auto *items = consumer.show(most, count);
    for (std::uint32_t i = 0; i < count; i++)
        sum += number(items[i]);
    if (count > 0)
        consumer.commit(count);
    return count;
}

template <class Queue>
std::uint64_t consume(void *handle, std::uint64_t items, std::uint32_t batch)
{
    using Item = typename Queue::Item;
    Queue *queue = static_cast<Queue *>(handle);
    typename Queue::Consumer consumer = queue->consumer;
    std::uint64_t sum = 0;
    if (batch == 1) {
        for (std::uint64_t received = 0; received < items; received++) {
            Item item;
            while (!consumer.take(item))
                pause_briefly();
            sum += number(item);
            consumer.make_room();
        }
    } else {
        for (std::uint64_t received = 0; received < items;) {
            std::uint32_t count = sum_up(consumer, batch, sum);
            if (count == 0) {
                pause_briefly();
                continue;
            }
            received += count;
            consumer.make_room();
        }
    }
    bool complete = consumer.finish(items);
    queue->consumer = consumer;
    return complete ? sum : ~std::uint64_t{0};
}

template <class Queue>
void bounce(void *out, void *in, std::uint64_t trips, std::uint32_t starts)
{
    using Item = typename Queue::Item;
    typename Queue::Producer producer = static_cast<Queue *>(out)->producer;
    typename Queue::Consumer consumer = static_cast<Queue *>(in)->consumer;
    for (std::uint64_t trip = 0; trip < trips; trip++) {
        Item item;
        if (starts) {
            while (!producer.push(page<Item>(trip))) {
            }
        }
        while (!consumer.take(item)) {
        }
        if (!starts) {
            while (!producer.push(item)) {
            }
        }
        consumer.make_room();
    }
    static_cast<Queue *>(out)->producer = producer;
    static_cast<Queue *>(in)->consumer = consumer;
}

template <class Queue>
constexpr Competitor competitor(const char *name, bool has_batches)
{
    return {
        name,
        sizeof(typename Queue::Item),
        has_batches,
        [](std::uint32_t entries) -> void * { return Queue::create(entries); },
        [](void *queue) { static_cast<Queue *>(queue)->destroy(); },
        produce<Queue>,
        consume<Queue>,
        bounce<Queue>,
    };
}

// The two sides of a library's queue: they share the queue and keep nothing of their own.
template <class T>
struct PeerConsumer {
    using Item = T;

    void make_room() {}
    bool finish(std::uint64_t) { return true; }
};
