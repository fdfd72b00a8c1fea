/* Accumulates with every operation on every type, and compares with what it computes itself.
 *
 * accumulate types|sums|conflict DIRECTORY [MACHINE,…]
 *
 * Where the directory is "", no task dies. */
#include "accumulate.h"
#include "on_machines.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The command ends with 2 where a program ends with 0 after a call that failed. */
enum { AS_IT_SHOULD = 42 };

static struct order order;
static const char *machines = "";

static void *arguments(long id, long *size) {
    (void)id;
    struct order *block = malloc(sizeof order);
    *block = order;
    *size = sizeof order;
    return block;
}

static int spawn(int what, long tasks) {
    order.what = what;
    int status = spawn_on("", machines, tasks, arguments);
    if (status != HPVM_OK) {
        fprintf(stderr, "%s: %s\n", hpvm_strerror(status), hpvm_last_error());
    }
    return status;
}

/* Combines as integers of 64 bits; the caller cuts the result. */
#define DEFINE_COMBINED(T, suffix)                                                                 \
    static T combined_##suffix(T one, T other, int operation) {                                    \
        switch (operation) {                                                                       \
        case HPVM_MIN:                                                                             \
            return one < other ? one : other;                                                      \
        case HPVM_MAX:                                                                             \
            return one > other ? one : other;                                                      \
        case HPVM_AND:                                                                             \
            return (T)(one & other);                                                               \
        case HPVM_OR:                                                                              \
            return (T)(one | other);                                                               \
        case HPVM_XOR:                                                                             \
            return (T)(one ^ other);                                                               \
        default:                                                                                   \
            return (T)((uint64_t)one + (uint64_t)other);                                           \
        }                                                                                          \
    }
#define DEFINE_FOR(T, name) DEFINE_COMBINED(T, T)
FOR_EACH_INTEGER(DEFINE_FOR)

/* The tree that the guide describes: the first 2^k, then the rest. */
static double tree(const double *values, long count) {
    long half = 1;
    if (count == 1) {
        return values[0];
    }
    while (half * 2 < count) {
        half *= 2;
    }
    return tree(values, half) + tree(values + half, count - half);
}

static float tree_of_floats(const float *values, long count) {
    long half = 1;
    if (count == 1) {
        return values[0];
    }
    while (half * 2 < count) {
        half *= 2;
    }
    return tree_of_floats(values, half) + tree_of_floats(values + half, count - half);
}

static int check_types(void) {
    int wrong = 0;
#define SHARE(T, name)                                                                             \
    static T share_##T[OPERATIONS];                                                                \
    for (int i = 0; i < OPERATIONS; i++) {                                                         \
        share_##T[i] = (T)3;                                                                       \
    }                                                                                              \
    hpvm_share(name, share_##T, sizeof share_##T);
    FOR_EACH_INTEGER(SHARE)
    FOR_EACH_FLOAT(SHARE)
    if (spawn(EVERY_TYPE, TYPED_TASKS) != HPVM_OK) {
        return 1;
    }
#define CHECK_INTEGERS(T, name)                                                                    \
    for (int operation = 1; operation <= OPERATIONS; operation++) {                                \
        T expected = (T)3;                                                                         \
        for (long task = 0; task < TYPED_TASKS; task++) {                                          \
            expected = combined_##T(expected, (T)integer_of(task, operation), operation);          \
        }                                                                                          \
        if (share_##T[operation - 1] != expected) {                                                \
            fprintf(stderr, "operation %d on %s is wrong\n", operation, name);                     \
            wrong++;                                                                               \
        }                                                                                          \
    }
    FOR_EACH_INTEGER(CHECK_INTEGERS)
#define CHECK_FLOATS(T, name, sum_of)                                                              \
    for (int operation = 1; operation <= OPERATIONS; operation++) {                                \
        T values[TYPED_TASKS];                                                                     \
        T least = (T)3, greatest = (T)3;                                                           \
        for (long task = 0; task < TYPED_TASKS; task++) {                                          \
            values[task] = (T)float_of(task, operation);                                           \
            least = values[task] < least ? values[task] : least;                                   \
            greatest = values[task] > greatest ? values[task] : greatest;                          \
        }                                                                                          \
        T found = share_##T[operation - 1], sum = (T)3 + sum_of(values, TYPED_TASKS);              \
        int right = operation == HPVM_SUM        ? found == sum                                    \
                    : operation == HPVM_SUM_FAST ? fabs((double)(found - sum)) < 1e-3              \
                    : operation == HPVM_MIN      ? found == least                                  \
                    : operation == HPVM_MAX      ? found == greatest                               \
                                                 : found == (T)3;                                  \
        if (!right) {                                                                              \
            fprintf(stderr, "operation %d on %s is wrong: %.17g\n", operation, name, (double)found); \
            wrong++;                                                                               \
        }                                                                                          \
    }
    CHECK_FLOATS(float, "float32", tree_of_floats)
    CHECK_FLOATS(double, "float64", tree)
    return wrong;
}

static double sums[SUMS];
static int64_t count = 5;

static int check_sums(void) {
    static double expected[SUMS];
    double addends[SUM_TASKS];
    for (long i = 0; i < SUMS; i++) {
        expected[i] = sums[i] = (double)i * 0.1;
    }
    hpvm_share("sums", sums, sizeof sums);
    hpvm_share("count", &count, sizeof count);
    for (int time = 1; time <= 2; time++) {
        order.expected_count = count;
        if (spawn(SUM_OF_DOUBLES, SUM_TASKS) != HPVM_OK) {
            return 1;
        }
        for (long i = 0; i < SUMS; i++) {
            for (long task = 0; task < SUM_TASKS; task++) {
                addends[task] = addend(task, i);
            }
            expected[i] += tree(addends, SUM_TASKS);
        }
        if (memcmp(sums, expected, sizeof sums) != 0 || count != 5 + time * SUM_TASKS) {
            fprintf(stderr, "spawn %d: the sums are wrong, or the count, which is %" PRId64 "\n", time, count);
            return 1;
        }
    }
    return 0;
}

static int check_conflict(void) {
    hpvm_share("count", &count, sizeof count);
    return spawn(CONFLICT, 10) == HPVM_ECONFLICT && count == 5 ? AS_IT_SHOULD : 1;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        return 3;
    }
    machines = argc > 3 ? argv[3] : "";
    snprintf(order.directory, sizeof order.directory, "%s", argv[2]);
    return strcmp(argv[1], "types") == 0  ? check_types()
           : strcmp(argv[1], "sums") == 0 ? check_sums()
                                          : check_conflict();
}
