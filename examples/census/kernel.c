/* Says where it runs, after a while of work, so that no machine takes all tasks before the others have come. */
#include "hpvm.h"

#include <stdio.h>
#include <time.h>

enum { LINE = 128, MILLISECONDS = 20 };

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
    char *lines = hpvm_get_share("lines");
    if (lines == NULL) {
        return HPVM_ENOSHARE;
    }
    clock_t end = clock() + MILLISECONDS * CLOCKS_PER_SEC / 1000;
    while (clock() < end) {
    }
    snprintf(lines + id * LINE, LINE, "%s %s %d-bit %s-endian", hpvm_machine(), hpvm_leaf(), (int)sizeof(void *) * 8,
             HPVM_BIG_ENDIAN ? "big" : "little");
    return hpvm_merge_share("lines", lines, id * LINE, (id + 1) * LINE);
}
