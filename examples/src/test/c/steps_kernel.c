#include "steps.h"

static int merge(int64_t start, int64_t end) {
    unsigned char *bytes = malloc((size_t)(end - start));
    if (bytes == NULL) {
        return 1;
    }
    for (int64_t at = start; at < end; at++) {
        bytes[at - start] = byte_at(at, READ_MERGED);
    }
    int status = hpvm_merge_share_range("data", bytes, start, end);
    free(bytes);
    return status;
}

static int read_all(int64_t size, int64_t mode) {
    const unsigned char *bytes = hpvm_open_share("data", HPVM_READ_ONLY);
    if (bytes == NULL) {
        return HPVM_ENOSHARE; /* the library's sentence goes with it */
    }
    for (int64_t at = 0; at < size; at++) {
        if (bytes[at] != byte_at(at, mode)) {
            return 2;
        }
    }
    return HPVM_OK;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    int64_t mode = hpvm_arg_i64(args, 0);
    int64_t bytes = hpvm_arg_i64(args, 1);
    int64_t part = bytes / TASKS;
    switch (mode) {
    case NOTHING:
        return HPVM_OK;
    case MERGE:
        return merge(id * part, (id + 1) * part);
    default:
        return read_all(bytes, mode);
    }
}
