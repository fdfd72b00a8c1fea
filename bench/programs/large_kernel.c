#define _POSIX_C_SOURCE 200809L
#include "large.h"

#include "timing.h"
#include <hpvm.h>
#include <string.h>

static int read_all(long id) {
    double began = milliseconds();
    const char *data = hpvm_open_share("data", HPVM_READ_ONLY);
    double took = milliseconds() - began;
    return data == NULL ? HPVM_ENOSHARE : hpvm_merge_share_range("times", &took, id, id + 1);
}

static int write_part(long id) {
    char *part = malloc(PART_BYTES);
    if (part == NULL) {
        return HPVM_ENOMEMORY;
    }
    memset(part, (int)(id % 100) + 1, PART_BYTES);
    int status = hpvm_merge_share_range("data", part, (int64_t)id * PART_BYTES, (int64_t)(id + 1) * PART_BYTES);
    free(part);
    return status;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    return *(long *)args == READ ? read_all(id) : write_part(id);
}
