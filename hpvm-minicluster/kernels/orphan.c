/* Leaves a child in a session of its own, which never ends and ignores SIGTERM. */
#include <hpvm.h>
#include <signal.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    if (id == 0 && fork() == 0) {
        setsid();
        signal(SIGTERM, SIG_IGN);
        while (1) {
            pause();
        }
    }
    return HPVM_OK;
}
