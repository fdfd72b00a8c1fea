/* Finds in each share, and in its arguments, what the parent wrote, and merges other values: as a range, as single
 * elements, and in pieces of bytes that cut elements. */
#include "types.h"

#include <stdio.h>

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("line %d: %s; %s\n", __LINE__, #condition, hpvm_last_error());                  \
            return 99;                                                                             \
        }                                                                                          \
    } while (0)

static int merge_in_pieces(const char *name, const void *share, long start, long end) {
    for (long at = start, length = 1; at < end; at += length, length = length % 5 + 2) {
        long to = at + length < end ? at + length : end;
        int status = hpvm_merge_share(name, (const char *)share, at, to);
        if (status != HPVM_OK) {
            return status;
        }
    }
    return HPVM_OK;
}

#define TURN(type, number)                                                                         \
    {                                                                                              \
        type *share = hpvm_get_share(#type);                                                       \
        REQUIRE(share != NULL && hpvm_share_size(#type) == ELEMENTS * (long)sizeof(type));         \
        for (long at = start; at < end; at++) {                                                    \
            REQUIRE(share[at] == type##_at(at, 0));                                                \
            share[at] = type##_at(at, 1);                                                          \
        }                                                                                          \
        if (id % 3 == 0) {                                                                         \
            REQUIRE(hpvm_merge_share(#type, share, start, end) == HPVM_OK);                        \
        } else if (id % 3 == 1) {                                                                  \
            for (long at = start; at < end; at++) {                                                \
                REQUIRE(hpvm_merge_share(#type, share, at, at + 1) == HPVM_OK);                    \
            }                                                                                      \
        } else {                                                                                   \
            long width = (long)sizeof(type);                                                       \
            REQUIRE(merge_in_pieces(#type, share, start * width, end * width) == HPVM_OK);         \
        }                                                                                          \
    }

int kernel_main(long id, long size, void *args) {
    long start = (long)hpvm_arg_long(args, 0);
    long end = (long)hpvm_arg_long(args, 1);
    REQUIRE(start == id * A_TASK && end == start + A_TASK && hpvm_arg_long(args, 2) == -id);
    REQUIRE(hpvm_arg_ulong(args, 3) == 0x80000001u && size >= 4 * 4);
    TYPES(TURN)
    const unsigned char *raw = hpvm_open_share("raw", HPVM_READ_ONLY);
    REQUIRE(raw != NULL && hpvm_share_size("raw") == 8);
    for (int at = 0; at < 8; at++) {
        REQUIRE(raw[at] == at + 1); /* bytes are bytes everywhere */
    }
    return HPVM_OK;
}
