/* Each return value other than 0 names what was not as it should be. */
#include "large.h"

#include <stdlib.h>
#include <string.h>

/* On a machine of 32 bits a share that cannot be mapped as a whole is refused, and says what to do. */
static int check_whole(uint64_t size) {
    if (size <= SIZE_MAX / 2) {
        return 0;
    }
    if (hpvm_get_share("data") != NULL || strstr(hpvm_last_error(), "hpvm_get_share_range") == NULL) {
        return 1;
    }
    return hpvm_share_size("data") == HPVM_ENOMEMORY ? 0 : 2;
}

static int merge(uint64_t size, uint64_t start, uint64_t end, long task) {
    unsigned char *bytes = hpvm_open_share_range("data", HPVM_PRIVATE, (int64_t)start, (int64_t)end);
    if (bytes == NULL) {
        return 3;
    }
    for (uint64_t at = start; at < end; at++) {
        if (bytes[at - start] != before(at)) {
            return 4;
        }
        bytes[at - start] = after(at, task);
    }
    if (size > SIZE_MAX / 2 || task % 2 == 0) {
        return hpvm_merge_share_range("data", bytes, (int64_t)start, (int64_t)end) == HPVM_OK ? 0 : 5;
    }
    unsigned char *whole = hpvm_get_share("data");
    if (whole == NULL) {
        return 6;
    }
    memcpy(whole + start, bytes, (size_t)(end - start));
    return hpvm_merge_share("data", whole, (long)start, (long)end) == HPVM_OK ? 0 : 7;
}

static int add(uint64_t start, uint64_t end) {
    unsigned char *ones = malloc((size_t)(end - start));
    if (ones == NULL) {
        return 8;
    }
    memset(ones, 1, (size_t)(end - start));
    int status = hpvm_accumulate_share_range("data", ones, (int64_t)start, (int64_t)end, HPVM_SUM);
    free(ones);
    return status == HPVM_OK ? 0 : 9;
}

static int find_cleared(uint64_t start, uint64_t end, uint64_t middle) {
    const unsigned char *bytes = hpvm_open_share_range("data", HPVM_READ_ONLY, (int64_t)start, (int64_t)end);
    if (bytes == NULL) {
        return 10;
    }
    for (uint64_t at = start; at < end; at++) {
        if (at >= middle && bytes[at - start] != 0) {
            return 11;
        }
    }
    return 0;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    uint64_t bytes = (uint64_t)hpvm_share_bytes("data");
    uint64_t edge[MOST_EDGES], start, end;
    edges(bytes, edge);
    window(bytes, edge, id, &start, &end);
    int wrong = check_whole(bytes);
    if (wrong != 0) {
        return wrong;
    }
    switch (hpvm_arg_i64(args, 0)) {
    case MERGE:
        return merge(bytes, start, end, id);
    case ADD:
        return add(start, end);
    default:
        return find_cleared(start, end, edge[id / 2]);
    }
}
