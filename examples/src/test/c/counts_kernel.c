#include <hpvm.h>

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
    int64_t one[1] = {1};
    int64_t *field = hpvm_get_share("field");
    if (field == NULL || hpvm_accumulate_share("count", one, 0, 1, HPVM_SUM) != HPVM_OK) {
        return HPVM_EINVALID;
    }
    if (id >= 4) {
        return HPVM_OK;
    }
    field[id] *= 2;
    return hpvm_merge_share("field", field, id, id + 1);
}
