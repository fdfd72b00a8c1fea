/* Task 0 never ends. */
#include <hpvm.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    while (id == 0) {
        pause();
    }
    return HPVM_OK;
}
