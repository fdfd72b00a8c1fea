#include "elements.h"

static const struct {
    const char *name;
    unsigned char width;
} types[] = {
    [HPVM_BYTES] = {"bytes", 1},     [HPVM_INT8] = {"int8", 1},       [HPVM_INT16] = {"int16", 2},
    [HPVM_INT32] = {"int32", 4},     [HPVM_INT64] = {"int64", 8},     [HPVM_UINT8] = {"uint8", 1},
    [HPVM_UINT16] = {"uint16", 2},   [HPVM_UINT32] = {"uint32", 4},   [HPVM_UINT64] = {"uint64", 8},
    [HPVM_FLOAT32] = {"float32", 4}, [HPVM_FLOAT64] = {"float64", 8},
};

static bool is_known(int type) {
    return type >= 0 && (size_t)type < sizeof types / sizeof types[0];
}

size_t hpvm_type_width(int type) {
    return is_known(type) ? types[type].width : 0;
}

const char *hpvm_type_name(int type) {
    return is_known(type) ? types[type].name : "an unknown type";
}

bool hpvm_type_is_float(int type) {
    return type == HPVM_FLOAT32 || type == HPVM_FLOAT64;
}

void hpvm_swap(void *elements, size_t count, size_t width) {
    unsigned char *at = elements;
    for (size_t element = 0; element < count; element++, at += width) {
        for (size_t low = 0, high = width; low + 1 < high; low++) {
            high--;
            unsigned char byte = at[low];
            at[low] = at[high];
            at[high] = byte;
        }
    }
}
