/* Memory of the program that is shared, and its shadow: what the cluster knows of it. */
#ifndef HPVM_MEMORY_H
#define HPVM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HPVM_CHUNK_BYTES ((uint64_t)64 << 10)

struct hpvm_memory {
    unsigned char *program; /* the shadow itself, if prints is not NULL */
    unsigned char *shadow;
    uint64_t size;
    int file;         /* of the shadow */
    uint64_t *prints; /* of each chunk, as the cluster knows it */
};

/* Maps the shadow at a path. A program of NULL: the program uses the shadow itself. On false,
 * *reason says why, and nothing is left. */
bool hpvm_memory_open(struct hpvm_memory *memory, const char *path, uint64_t size, void *program,
                      const char **reason);
void hpvm_memory_close(struct hpvm_memory *memory);

enum hpvm_change { HPVM_CHANGE_NONE, HPVM_CHANGE_WRITTEN, HPVM_CHANGE_CLEARED };

/* Looks at the chunk at a multiple of the chunk size, and takes its change into the shadow.
 * *data is kept from chunk to chunk, 0 at first. */
enum hpvm_change hpvm_memory_compare(struct hpvm_memory *memory, uint64_t start, uint64_t *data);

/* Takes bytes of the shadow into the program's memory. */
void hpvm_memory_merge(struct hpvm_memory *memory, uint64_t start, uint64_t end);

/* After the last merge of a spawn. */
void hpvm_memory_merged(struct hpvm_memory *memory);

#endif
