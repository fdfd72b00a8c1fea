/* Prints a megabyte, which is allowed. */
#include <hpvm.h>
#include <stdio.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    for (int line = 0; line < 1 << 14; line++) {
        printf("%063d\n", line);
    }
    return HPVM_OK;
}
