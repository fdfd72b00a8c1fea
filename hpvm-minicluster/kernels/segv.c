/* Writes where there is nothing. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
    return HPVM_OK;
}
