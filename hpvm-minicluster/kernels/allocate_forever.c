/* Task 0 takes all the memory that it gets, and crashes when it gets no more. */
#include <hpvm.h>
#include <string.h>

static char *volatile taken; /* or the compiler would leave it all out */

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    while (id == 0) {
        taken = malloc(1 << 20);
        memset(taken, 1, 1 << 20);
    }
    return HPVM_OK;
}
