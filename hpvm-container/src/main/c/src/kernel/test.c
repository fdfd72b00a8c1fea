/* In a file of its own, so that the linker leaves it out where a kernel brings its own. */
#include "hpvm.h"

int kernel_test(void) {
    return HPVM_OK;
}
