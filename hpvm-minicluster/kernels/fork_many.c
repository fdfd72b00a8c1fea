/* Task 0 forks fifty children that fork one each; none ever ends, nor does the task. */
#include <hpvm.h>
#include <unistd.h>

int kernel_main(long id, long size, void *args) {
    (void)size, (void)args;
    for (int child = 0; id == 0 && child < 50; child++) {
        if (fork() == 0) {
            fork();
            while (1) {
                pause();
            }
        }
    }
    while (id == 0) {
        pause();
    }
    return HPVM_OK;
}
