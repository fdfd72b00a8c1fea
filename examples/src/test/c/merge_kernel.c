/* Each return value other than 0 names what was not as it should be. */
#include <hpvm.h>

enum { TASKS = 20, EACH = 5000, COUNT = TASKS * EACH };

static int work_on_ranges(long id) {
    long start = id * EACH;
    long end = start + EACH;
    const float *seen = hpvm_open_share_range("input", HPVM_READ_ONLY, start, end);
    float *mine = hpvm_open_share_range("input", HPVM_PRIVATE, start, end);
    float *shared = hpvm_get_share_range("input", start, end);
    if (seen == NULL || mine == NULL || shared == NULL) {
        return 1;
    }
    float doubled[EACH];
    for (long i = 0; i < EACH; i++) {
        if (seen[i] != (float)(start + i) || mine[i] != seen[i] || shared[i] != seen[i]) {
            return 2;
        }
        mine[i] *= 2;
        doubled[i] = mine[i];
    }
    if (seen[EACH - 1] != (float)(end - 1) || shared[EACH - 1] != (float)(end - 1)) {
        return 3; /* what is private was seen elsewhere */
    }
    /* One half from the private view, one from memory of our own. */
    if (hpvm_merge_share_range("output", mine, start, start + EACH / 2) != HPVM_OK ||
        hpvm_merge_share_range("output", doubled + EACH / 2, start + EACH / 2, end) != HPVM_OK) {
        return 4;
    }
    for (long i = 0; i < EACH; i++) {
        doubled[i] = -1; /* the merge has taken its bytes */
        mine[i] = -1;
    }
    return 0;
}

static int refuse_what_is_outside(void) {
    float value = 0;
    return hpvm_share_bytes("input") == COUNT * (int64_t)sizeof(float) &&
                   hpvm_get_share_range("input", COUNT - 1, COUNT + 1) == NULL &&
                   hpvm_get_share_range("input", -1, 1) == NULL && hpvm_get_share_range("input", 3, 3) == NULL &&
                   hpvm_get_share_range("nothing", 0, 1) == NULL &&
                   hpvm_merge_share_range("output", &value, COUNT, (int64_t)COUNT + 1) == HPVM_ERANGE &&
                   hpvm_merge_share_range("output", &value, (int64_t)1 << 61, ((int64_t)1 << 61) + 1) ==
                       HPVM_ERANGE
               ? 0
               : 5;
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
    int wrong = work_on_ranges(id);
    if (wrong == 0) {
        wrong = refuse_what_is_outside();
    }
    char byte = (char)(id + 1);
    int32_t early = 1000, late = (int32_t)id;
    if (hpvm_merge_share_range("bytes", &byte, id * 7 + 3, id * 7 + 4) != HPVM_OK ||
        hpvm_merge_share("winner", &early, 0, 1) != HPVM_OK ||
        hpvm_merge_share("winner", &late, 0, 1) != HPVM_OK) {
        return 6;
    }
    return wrong;
}
