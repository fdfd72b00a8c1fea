#include "ring.h"

#include "hpvm.h"
#include "link.h"
#include "platform.h"

#include <stdatomic.h>
#include <string.h>

enum { CURRENT_AT = 8, CONSUMED_AT = 16, SIZE_AT = 24, PRINTED_AT = 32, DATA_AT = 64, LEAST_BYTES = 16 };

static unsigned char *memory;
static uint64_t size;
static uint64_t produced;
static uint64_t consumed;

/* In halves: 32-bit machines have no atomic access to 8 bytes without a library of their own. */
static _Atomic uint32_t *half(size_t offset) {
    return (_Atomic uint32_t *)(void *)(memory + offset);
}

static uint32_t get_half(size_t offset) {
    return HPVM_LE32TOH(atomic_load_explicit(half(offset), memory_order_acquire));
}

/* A number that only grows: if the upper half is the same before and after, the lower one fits. */
static uint64_t get(size_t offset) {
    uint32_t high = get_half(offset + 4);
    while (true) {
        uint32_t low = get_half(offset);
        uint32_t again = get_half(offset + 4);
        if (again == high) {
            return (uint64_t)high << 32 | low;
        }
        high = again;
    }
}

void hpvm_ring_map(const char *path, uint64_t bytes) {
    if (bytes < LEAST_BYTES || bytes > SIZE_MAX / 2 - DATA_AT) {
        hpvm_link_broken("a ring of %llu bytes", (unsigned long long)bytes);
    }
    int file = hpvm_platform_open(path, true);
    if (file < 0) {
        hpvm_link_broken("cannot open the ring %s: %s", path, hpvm_platform_reason());
    }
    int64_t found = hpvm_platform_size(file);
    if (found < 0 || (uint64_t)found < bytes + DATA_AT) {
        hpvm_link_broken("a ring of %llu bytes in a file of %lld", (unsigned long long)bytes, (long long)found);
    }
    memory = hpvm_platform_map(file, (size_t)bytes + DATA_AT, HPVM_MAP_SHARED);
    if (memory == NULL) {
        hpvm_link_broken("cannot map the ring %s: %s", path, hpvm_platform_reason());
    }
    hpvm_platform_close(file);
    size = bytes;
    if (memcmp(memory, "HPVMRING", 8) != 0 || get(SIZE_AT) != bytes) {
        hpvm_link_broken("the file %s is not a ring of %llu bytes", path, (unsigned long long)bytes);
    }
}

bool hpvm_ring_exists(void) {
    return memory != NULL;
}

size_t hpvm_ring_most(void) {
    return (size_t)(size / 2) & ~(size_t)7;
}

static uint64_t next_position(void) {
    return (produced + 7) & ~(uint64_t)7;
}

void hpvm_ring_credit(uint64_t position) {
    if (position > next_position() || position < consumed) {
        hpvm_link_broken("the agent has taken the ring up to %llu, of %llu bytes",
                         (unsigned long long)position, (unsigned long long)produced);
    }
    consumed = position;
}

static bool fits(size_t bytes) {
    return next_position() + bytes - consumed <= size;
}

bool hpvm_ring_has_room(size_t bytes) {
    if (!fits(bytes)) {
        hpvm_ring_credit(get(CONSUMED_AT));
    }
    return fits(bytes);
}

uint64_t hpvm_ring_put(const void *bytes, size_t length) {
    uint64_t position = next_position();
    size_t at = (size_t)(position % size);
    size_t first = (size_t)size - at < length ? (size_t)size - at : length;
    memcpy(memory + DATA_AT + at, bytes, first);
    memcpy(memory + DATA_AT, (const unsigned char *)bytes + first, length - first);
    produced = position + length;
    return position;
}

static void set(size_t offset, uint64_t value) {
    atomic_store_explicit(half(offset + 4), HPVM_HTOLE32((uint32_t)(value >> 32)), memory_order_release);
    atomic_store_explicit(half(offset), HPVM_HTOLE32((uint32_t)value), memory_order_release);
}

void hpvm_ring_begin(uint64_t task, uint64_t printed) {
    if (memory != NULL) {
        /* In this order, also for who reads meanwhile: no task runs, so much was printed, this one runs. */
        set(PRINTED_AT, printed + 1);
        set(CURRENT_AT, task + 1);
    }
}

void hpvm_ring_end(void) {
    if (memory != NULL) {
        set(CURRENT_AT, 0);
    }
}
