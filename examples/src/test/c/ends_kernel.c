/* Marks its task as done, after some time; with ILLEGAL it meets an instruction that no processor has. */
#include "hpvm.h"

#include <time.h>

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
#ifdef ILLEGAL
    __asm__ volatile(".byte 0x0f, 0x0b"); /* ud2 */
#endif
    clock_t end = clock() + CLOCKS_PER_SEC / 50;
    while (clock() < end) {
    }
    int32_t *done = hpvm_get_share("done");
    if (done == NULL) {
        return HPVM_ENOSHARE;
    }
    done[id] = 1;
    return hpvm_merge_share("done", done, id, id + 1);
}
