/* Does nothing. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    return HPVM_OK;
}
