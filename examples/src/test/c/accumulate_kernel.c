/* Tasks that accumulate; some die once after they have done all, so that they run a second time. */
#include "accumulate.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int die_once(const char *directory, long id) {
    char path[300];
    snprintf(path, sizeof path, "%s/%ld", directory, id);
    int file = *directory == 0 ? -1 : open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file >= 0) {
        close(file);
        raise(SIGSEGV);
    }
    return HPVM_OK;
}

static int combine_every_type(long id) {
    int failed = 0;
#define COMBINE_INTEGERS(T, name)                                                                  \
    for (int operation = 1; operation <= OPERATIONS; operation++) {                                \
        T values[OPERATIONS];                                                                      \
        values[operation - 1] = (T)integer_of(id, operation);                                      \
        failed |= hpvm_accumulate_share(name, values, operation - 1, operation, operation);        \
    }
    FOR_EACH_INTEGER(COMBINE_INTEGERS)
#define COMBINE_FLOATS(T, name)                                                                    \
    for (int operation = 1; operation <= OPERATIONS; operation++) {                                \
        T values[OPERATIONS];                                                                      \
        values[operation - 1] = (T)float_of(id, operation);                                        \
        if (operation < HPVM_AND || operation > HPVM_XOR) {                                        \
            failed |= hpvm_accumulate_share(name, values, operation - 1, operation, operation);    \
        }                                                                                          \
    }
    FOR_EACH_FLOAT(COMBINE_FLOATS)
    return failed;
}

static int sum(long id, int64_t expected_count) {
    int64_t *count = hpvm_open_share("count", HPVM_READ_ONLY);
    if (count == NULL || *count != expected_count) {
        return 1;
    }
    double *addends = malloc(SUMS * sizeof *addends);
    for (long i = 0; i < SUMS; i++) {
        addends[i] = addend(id, i);
    }
    int64_t one = 1;
    int failed = hpvm_accumulate_share("sums", addends, 0, SUMS, HPVM_SUM);
    failed |= hpvm_accumulate_share("count", &one, 0, 1, HPVM_SUM);
    free(addends);
    return failed;
}

static int contradict(long id) {
    int64_t value[2] = {1, 1};
    return id % 2 == 0 ? hpvm_merge_share("count", value, 0, 1)
                       : hpvm_accumulate_share("count", value, 0, 1, HPVM_SUM);
}

int kernel_main(long id, long size, void *args) {
    const struct order *order = args;
    if (size != (long)sizeof *order) {
        return 1;
    }
    int64_t what = hpvm_arg_i64(args, 0); /* the parent's bytes, in the parent's order */
    int failed = what == EVERY_TYPE       ? combine_every_type(id)
                 : what == SUM_OF_DOUBLES ? sum(id, hpvm_arg_i64(args, 1))
                                          : contradict(id);
    if (failed == HPVM_OK && id % 9 == 4) {
        return die_once(order->directory, id);
    }
    return failed;
}
