/* Sleeps for a fifth of a second; task 3 fails. */
#include <hpvm.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    usleep(200000);
    return id == 3 ? 5 : HPVM_OK;
}
