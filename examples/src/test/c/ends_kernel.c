/* Marks its task as done, after some time; with ILLEGAL it meets an instruction that no processor has, with TEST_FAILS
 * it finds out beforehand that it does not work. */
#include "hpvm.h"

#include <stdio.h>
#include <time.h>

#ifdef TEST_FAILS
int kernel_test(void) {
    puts("two and two are five here");
    return 5;
}
#endif

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
