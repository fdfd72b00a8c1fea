/* The memory through which merged bytes reach the agent. The caller holds the worker's lock. */
#ifndef HPVM_KERNEL_RING_H
#define HPVM_KERNEL_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Maps the ring; ends the process if there is none at that path. */
void hpvm_ring_map(const char *path, uint64_t bytes);

bool hpvm_ring_exists(void);

/* The longest merge that may be put at once: a multiple of 8, so that no element is cut in two. */
size_t hpvm_ring_most(void);

/* Whether so many bytes can be put now. */
bool hpvm_ring_has_room(size_t bytes);

/* The agent has told up to where it has taken the bytes. */
void hpvm_ring_credit(uint64_t consumed);

/* Copies bytes for which there is room; gives their position. */
uint64_t hpvm_ring_put(const void *bytes, size_t length);

/* Says which task runs from now on, and that so many bytes of the output file are not its own. */
void hpvm_ring_begin(uint64_t task, uint64_t printed);

/* Says that no task runs. */
void hpvm_ring_end(void);

#endif
