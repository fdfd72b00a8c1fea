/* Asks for a share that the parent has not shared. */
#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)id, (void)size, (void)args;
    return hpvm_get_share("nowhere") == NULL ? HPVM_ENOSHARE : HPVM_OK;
}
