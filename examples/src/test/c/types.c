/* Shares an array of each type, and compares what comes back. Prints "equal".
 *
 * types [MACHINE,…] */
#include "on_machines.h"
#include "types.h"

#include <stdio.h>

static void *range(long id, long *size) {
    long *block = malloc(4 * sizeof *block);
    block[0] = id * A_TASK;
    block[1] = (id + 1) * A_TASK;
    block[2] = -id;
    block[3] = 0x80000001L;
    *size = 4 * (long)sizeof *block;
    return block;
}

#define DECLARE(type, number) static type type##_share[ELEMENTS];
TYPES(DECLARE)

static unsigned char raw[8] = {1, 2, 3, 4, 5, 6, 7, 8};

static int failed(void) {
    fprintf(stderr, "types: %s\n", hpvm_last_error());
    return 1;
}

int main(int argc, char **argv) {
#define SHARE(type, number)                                                                        \
    for (long at = 0; at < ELEMENTS; at++) {                                                       \
        type##_share[at] = type##_at(at, 0);                                                       \
    }                                                                                              \
    if (hpvm_share(#type, type##_share, (long)sizeof type##_share) != HPVM_OK) {                   \
        return failed();                                                                           \
    }
    TYPES(SHARE)
    if (hpvm_share("raw", (void *)raw, (long)sizeof raw) != HPVM_OK || spawn_on("", argc > 1 ? argv[1] : "", TASKS, range) != HPVM_OK) {
        return failed();
    }
#define COMPARE(type, number)                                                                      \
    for (long at = 0; at < ELEMENTS; at++) {                                                       \
        if (type##_share[at] != type##_at(at, 1)) {                                                \
            fprintf(stderr, "types: element %ld of " #type " differs\n", at);                      \
            return 1;                                                                              \
        }                                                                                          \
    }
    TYPES(COMPARE)
    puts("equal");
    return 0;
}
