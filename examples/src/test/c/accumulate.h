/* What the parent and the kernel of the accumulate tests agree upon. */
#include <hpvm.h>
#include <math.h>

enum { OPERATIONS = 7, TYPED_TASKS = 60, SUM_TASKS = 24, SUMS = 100000 };
enum { EVERY_TYPE, SUM_OF_DOUBLES, CONFLICT };

/* Arguments of a task: what to do, and what "count" holds before the spawn. */
struct order {
    int64_t what;
    int64_t expected_count;
    char directory[256]; /* where a task leaves a mark before it dies, so that it dies once; empty: none dies */
};

#define FOR_EACH_INTEGER(X)                                                                        \
    X(int8_t, "int8")                                                                              \
    X(uint8_t, "uint8")                                                                            \
    X(int16_t, "int16")                                                                            \
    X(uint16_t, "uint16")                                                                          \
    X(int32_t, "int32")                                                                            \
    X(uint32_t, "uint32")                                                                          \
    X(int64_t, "int64")                                                                            \
    X(uint64_t, "uint64")
#define FOR_EACH_FLOAT(X)                                                                          \
    X(float, "float32")                                                                            \
    X(double, "float64")

/* An integer whose bits look like chance, different for each task and operation. */
static inline uint64_t integer_of(long task, int operation) {
    uint64_t bits = (uint64_t)(task * OPERATIONS + operation + 1) * 0x9E3779B97F4A7C15u;
    return bits ^ bits >> 29;
}

static inline double float_of(long task, int operation) {
    return ldexp((double)(int64_t)integer_of(task, operation), -60);
}

/* What task adds to sum i: of both signs and many sizes, so that another order gives another sum. */
static inline double addend(long task, long i) {
    double value = 1.0 / (double)(1 + task * 31 + i % 1009);
    return (task + i) % 3 == 0 ? -value * 1000 : value;
}
