/* Task 3 crashes at its first attempt, which a file tells; all merge id + 1. The argument is the file's path. */
#include <fcntl.h>
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    int *output = hpvm_get_share("output");
    volatile int *volatile nowhere = NULL;
    output[id] = (int)id + 1;
    if (id == 3 && size > 0 && open(args, O_CREAT | O_EXCL, 0600) >= 0) {
        *nowhere = 1;
    }
    return hpvm_merge_share("output", output, id, id + 1);
}
