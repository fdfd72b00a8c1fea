#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)size;
    int64_t pieces = hpvm_arg_i64(args, 0);
    for (int64_t piece = id * pieces; piece < (id + 1) * pieces; piece++) {
        unsigned char byte = (unsigned char)(piece % 251 + 1);
        int status = hpvm_merge_share_range("data", &byte, 2 * piece, 2 * piece + 1);
        if (status != HPVM_OK) {
            return status;
        }
    }
    return HPVM_OK;
}
