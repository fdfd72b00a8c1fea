/* Task 0 prints without end. */
#include <hpvm.h>
#include <stdio.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    while (id == 0) {
        puts("all work and no play makes jack a dull boy");
    }
    return HPVM_OK;
}
