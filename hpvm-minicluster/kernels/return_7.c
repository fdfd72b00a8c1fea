/* A task that says that it has failed. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    return 7;
}
