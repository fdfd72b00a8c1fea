/* A kernel that says which task it is. */
#include <hpvm.h>
#include <stdio.h>

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
    printf("task %ld was here\n", id);
    return HPVM_OK;
}
