#include "memory.h"

#include "platform.h"

#include <stdlib.h>
#include <string.h>

/* Prints of chunks: 0 is all zero, and STALE one that a merge has changed. */
enum { STALE = 1, FIRST_PRINT = 2 };

static uint64_t chunk_bytes(const struct hpvm_memory *memory, uint64_t start) {
    return memory->size - start < HPVM_CHUNK_BYTES ? memory->size - start : HPVM_CHUNK_BYTES;
}

static size_t chunks(uint64_t size) {
    return (size_t)((size + HPVM_CHUNK_BYTES - 1) / HPVM_CHUNK_BYTES);
}

static bool map(struct hpvm_memory *memory, const char *path, const char **reason) {
    memory->file = hpvm_platform_open(path, true);
    if (memory->file < 0) {
        *reason = hpvm_platform_reason();
        return false;
    }
    int64_t held = hpvm_platform_size(memory->file);
    if (held < 0 || (uint64_t)held < memory->size || memory->size > SIZE_MAX / 2) {
        *reason = "the file has another size than the share";
        return false;
    }
    /* One byte at least: an empty share has an address too. */
    memory->shadow = hpvm_platform_map(memory->file, memory->size > 0 ? (size_t)memory->size : 1, HPVM_MAP_SHARED);
    if (memory->shadow == NULL) {
        *reason = hpvm_platform_reason();
        return false;
    }
    return true;
}

bool hpvm_memory_open(struct hpvm_memory *memory, const char *path, uint64_t size, void *program,
                      const char **reason) {
    *memory = (struct hpvm_memory){.program = program, .size = size, .file = -1};
    if (!map(memory, path, reason)) {
        hpvm_memory_close(memory);
        return false;
    }
    if (program == NULL) {
        memory->program = memory->shadow;
        memory->prints = calloc(chunks(size) + 1, sizeof *memory->prints);
        if (memory->prints == NULL) {
            *reason = "there is no memory for its fingerprints";
            hpvm_memory_close(memory);
            return false;
        }
    }
    return true;
}

void hpvm_memory_close(struct hpvm_memory *memory) {
    if (memory->shadow != NULL) {
        hpvm_platform_unmap(memory->shadow, memory->size > 0 ? (size_t)memory->size : 1);
    }
    hpvm_platform_close(memory->file);
    free(memory->prints);
    *memory = (struct hpvm_memory){.file = -1};
}

/* Whether the shadow has a byte there that is not in a hole. To read a hole through the map would
 * take a page for it. */
static bool has_data(struct hpvm_memory *memory, uint64_t start, uint64_t end, uint64_t *data) {
    if (*data <= start) {
        *data = hpvm_platform_next_data(memory->file, start, memory->size);
    }
    return *data < end;
}

static bool is_zero(const unsigned char *bytes, size_t length) {
    return length == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0);
}

static uint64_t rotated(uint64_t value, unsigned by) {
    return value << by | value >> (64 - by);
}

/* A fingerprint of 64 bits, in the way of xxHash: four sums that do not wait for each other. */
static uint64_t print(const unsigned char *bytes, size_t length) {
    static const uint64_t one = 0x9E3779B185EBCA87u, two = 0xC2B2AE3D27D4EB4Fu, three = 0x165667B19E3779F9u;
    uint64_t sums[4] = {one + two, two, 0, 0 - one};
    uint64_t words[4];
    for (; length > 0; bytes += sizeof words) {
        size_t taken = length < sizeof words ? length : sizeof words;
        if (taken < sizeof words) {
            memset(words, 0, sizeof words);
        }
        memcpy(words, bytes, taken);
        for (int lane = 0; lane < 4; lane++) {
            sums[lane] = rotated(sums[lane] + words[lane] * two, 31) * one;
        }
        length -= taken;
        if (length == 0) {
            break;
        }
    }
    uint64_t hash = 0;
    for (int lane = 0; lane < 4; lane++) {
        hash = (hash ^ rotated(sums[lane] * two, 31) * one) * one + three;
    }
    hash = (hash ^ hash >> 33) * two;
    hash = (hash ^ hash >> 29) * three;
    hash ^= hash >> 32;
    return hash < FIRST_PRINT ? hash + FIRST_PRINT : hash;
}

static uint64_t print_of(struct hpvm_memory *memory, uint64_t start, uint64_t *data) {
    size_t length = (size_t)chunk_bytes(memory, start);
    const unsigned char *bytes = memory->shadow + start;
    if (!has_data(memory, start, start + length, data) || is_zero(bytes, length)) {
        return 0;
    }
    return print(bytes, length);
}

static enum hpvm_change compare_print(struct hpvm_memory *memory, uint64_t start, uint64_t *data) {
    uint64_t *known = &memory->prints[start / HPVM_CHUNK_BYTES];
    uint64_t found = print_of(memory, start, data);
    if (found == *known) {
        return HPVM_CHANGE_NONE;
    }
    *known = found;
    return found == 0 ? HPVM_CHANGE_CLEARED : HPVM_CHANGE_WRITTEN;
}

enum hpvm_change hpvm_memory_compare(struct hpvm_memory *memory, uint64_t start, uint64_t *data) {
    if (memory->prints != NULL) {
        return compare_print(memory, start, data);
    }
    size_t length = (size_t)chunk_bytes(memory, start);
    const unsigned char *fresh = memory->program + start;
    unsigned char *known = memory->shadow + start;
    bool was_data = has_data(memory, start, start + length, data);
    if (is_zero(fresh, length)) {
        if (!was_data || is_zero(known, length)) {
            return HPVM_CHANGE_NONE;
        }
        hpvm_platform_zero(known, length);
        return HPVM_CHANGE_CLEARED;
    }
    if (was_data && memcmp(fresh, known, length) == 0) {
        return HPVM_CHANGE_NONE;
    }
    memcpy(known, fresh, length);
    return HPVM_CHANGE_WRITTEN;
}

void hpvm_memory_merge(struct hpvm_memory *memory, uint64_t start, uint64_t end) {
    if (start == end) {
        return;
    }
    if (memory->prints == NULL) {
        memcpy(memory->program + start, memory->shadow + start, (size_t)(end - start));
        return;
    }
    for (uint64_t chunk = start / HPVM_CHUNK_BYTES; chunk <= (end - 1) / HPVM_CHUNK_BYTES; chunk++) {
        memory->prints[chunk] = STALE;
    }
}

void hpvm_memory_merged(struct hpvm_memory *memory) {
    uint64_t data = 0;
    for (uint64_t start = 0; memory->prints != NULL && start < memory->size; start += HPVM_CHUNK_BYTES) {
        if (memory->prints[start / HPVM_CHUNK_BYTES] == STALE) {
            memory->prints[start / HPVM_CHUNK_BYTES] = print_of(memory, start, &data);
        }
    }
}
