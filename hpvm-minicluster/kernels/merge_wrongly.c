/* The argument says which merge: beyond the share, its end before its start, or a share that is not there. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    int *output = hpvm_get_share("output");
    (void)id, (void)size;
    switch (*(char *)args) {
    case 'b':
        return hpvm_merge_share("output", output, 0, 1000000);
    case 'e':
        return hpvm_merge_share("output", output, 3, 2);
    case 'n':
        return hpvm_merge_share("output", output, -1, 2);
    default:
        return hpvm_merge_share("nowhere", output, 0, 1);
    }
}
