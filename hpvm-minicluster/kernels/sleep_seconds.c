/* Sleeps for as many seconds as its argument says. */
#include <hpvm.h>
#include <stdlib.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)id;
    usleep(size == 0 ? 0 : (useconds_t)(atof(args) * 1e6));
    return HPVM_OK;
}
