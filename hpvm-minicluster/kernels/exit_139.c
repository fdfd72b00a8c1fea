/* Leaves with the status by which shells mean SIGSEGV. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    exit(139);
}
