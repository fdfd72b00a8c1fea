/* Task 0 never ends and hears no signal that can be ignored. */
#include <hpvm.h>
#include <signal.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    for (int number = 1; number < 32; number++) {
        signal(number, SIG_IGN);
    }
    while (id == 0) {
        pause();
    }
    return HPVM_OK;
}
