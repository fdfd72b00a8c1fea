/* HPVM: one program over machines of different processors, byte orders and systems.
 *
 * A parent (link -lhpvm) shares memory and spawns tasks; a kernel (link -lhpvmkernel, which brings
 * main) runs them. This header alone compiles as C99, C11 and C++11.
 *
 * Every call that returns int gives HPVM_OK or one of the negative codes below, and every call that
 * returns a pointer gives NULL on error; hpvm_last_error() then says what was being done, to what,
 * and what was found instead. The library prints nothing and never ends the program.
 */
#ifndef HPVM_H
#define HPVM_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h> /* the notes' sample calls malloc with no header but this one */

#if defined(__GNUC__)
#define HPVM_API __attribute__((visibility("default")))
#else
#define HPVM_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ------------------------------------------------------------------------------ */

/* Name, number, meaning. The same table is org.hpvm.error.ErrorCode in Java.
 * Worth trying again: UNAVAILABLE; UNKNOWN only after reading back; the others fail the same way. */
#define HPVM_ERRORS(X)                                                                             \
    X(INVALID, 1, "the request can never succeed as written")                                      \
    X(EXISTS, 2, "a share of that name exists already")                                            \
    X(NOSHARE, 3, "there is no share of that name")                                                \
    X(RANGE, 4, "the positions lie outside the share")                                             \
    X(NOMEMORY, 5, "it does not fit in the memory there is")                                       \
    X(TREE, 6, "the kernel tree cannot be used")                                                   \
    X(NOMACHINE, 7, "no machine of the cluster can run a leaf of the tree")                        \
    X(UNAVAILABLE, 8, "YARN or HDFS did not answer; trying again may help")                        \
    X(REFUSED, 9, "the cluster refused the request")                                               \
    X(TASK, 10, "a task failed")                                                                   \
    X(CONFLICT, 11, "two operations on the same bytes contradict each other")                      \
    X(CHECKSUM, 12, "the bytes found are not the bytes that were written")                         \
    X(UNKNOWN, 13, "it may or may not have happened; read back before trying again")               \
    X(GATEWAY, 14, "the link to the server is lost")                                               \
    X(CANCELLED, 15, "the work was cancelled")                                                     \
    X(INTERNAL, 16, "HPVM itself failed; please report it")

#define HPVM_ERROR_CONSTANT(name, number, meaning) HPVM_E##name = -(number),
enum { HPVM_OK = 0, HPVM_ERRORS(HPVM_ERROR_CONSTANT) };
#undef HPVM_ERROR_CONSTANT

/* One line without a full stop; for 0 "no error". Never NULL. */
HPVM_API const char *hpvm_strerror(int code);

/* The sentence of this thread's last failed call, or "" if none has failed. Valid until the
 * thread's next failing call (in a kernel: until its task ends). Never NULL. */
HPVM_API const char *hpvm_last_error(void);

/* ---- Element types, operations, ways to open --------------------------------------------- */

/* What a share's elements are. HPVM_BYTES is never converted between byte orders. */
enum {
    HPVM_BYTES = 0,
    HPVM_INT8 = 1,
    HPVM_INT16 = 2,
    HPVM_INT32 = 3,
    HPVM_INT64 = 4,
    HPVM_UINT8 = 5,
    HPVM_UINT16 = 6,
    HPVM_UINT32 = 7,
    HPVM_UINT64 = 8,
    HPVM_FLOAT32 = 9,
    HPVM_FLOAT64 = 10,
    /* What long and unsigned long are on this machine. */
    HPVM_LONG = sizeof(long) == 8 ? 4 : 3,
    HPVM_ULONG = sizeof(long) == 8 ? 8 : 7
};

/* What hpvm_accumulate_share does. AND, OR and XOR are for integers and bytes, the others for
 * integers and floats. HPVM_SUM of floats is the same bit for bit in every run; HPVM_SUM_FAST gives
 * that up for less traffic. */
enum {
    HPVM_SUM = 1,
    HPVM_MIN = 2,
    HPVM_MAX = 3,
    HPVM_AND = 4,
    HPVM_OR = 5,
    HPVM_XOR = 6,
    HPVM_SUM_FAST = 7
};

/* How hpvm_open_share maps a share. */
enum {
    HPVM_SHARED = 0,   /* one copy for all tasks of the machine: they may see each other's changes */
    HPVM_PRIVATE = 1,  /* a copy-on-write view of this task's own, as the spawn found the share */
    HPVM_READ_ONLY = 2 /* writing into it ends the worker; costs no copy */
};

/* ---- Parents ----------------------------------------------------------------------------- */

/* Gives the arguments of one task: a block from malloc, which the library frees, and its size in
 * bytes. NULL with size 0 (the value that *size has at the call): no arguments. It is called once
 * for each id, in order from 0, while the spawn runs, and must not call HPVM but for
 * hpvm_last_error, hpvm_strerror, hpvm_progress and hpvm_cancel. A block has at most 64 MiB less 17 bytes. */
typedef void *(*hpvm_callproc)(long id, long *size);

typedef struct hpvm_options hpvm_options;

/* Shares size bytes of the program's memory, of elements of a type; see the macro hpvm_share.
 * What the program has written there when it calls hpvm_spawn is what the tasks see. */
HPVM_API int hpvm_share_typed(const char *name, void *share, long size, int type);

/* Forgets a share, not the memory. */
HPVM_API int hpvm_unshare(const char *name);

/* Makes a share of count zeroed elements, which takes no second copy in memory. Under hpvm run --shares
 * it begins with what was kept under its name. The memory is page-aligned and stays until hpvm_free. Do
 * not write into it while a spawn runs.
 * NULL on error. */
HPVM_API void *hpvm_alloc(const char *name, int type, long count);

/* Gives back what hpvm_alloc gave, and forgets its share if that still exists. */
HPVM_API int hpvm_free(void *memory);

/* Runs nprocs tasks and returns when all are done; the program's memory then holds what they merged.
 * If it fails, the memory is as before.
 *
 * kerneltree: a directory, local or in HDFS; "" is $HPVM_KERNELS, or else the program's own path
 * with ".kernels" added. callproc may be NULL: then no task has arguments. */
HPVM_API int hpvm_spawn(const char *kerneltree, long nprocs, hpvm_callproc callproc);

/* The same with options; NULL: none. */
HPVM_API int hpvm_spawn_options(const char *kerneltree, long nprocs, hpvm_callproc callproc,
                                const hpvm_options *options);

/* Starts a spawn and returns at once; hpvm_wait gives what hpvm_spawn would have given. A program has
 * one spawn at a time: until hpvm_wait has returned, other calls that need the gateway are refused.
 * callproc is called by a thread of the library; signals do not reach that thread. Leave the shares'
 * memory alone until hpvm_wait has returned. */
HPVM_API int hpvm_spawn_start(const char *kerneltree, long nprocs, hpvm_callproc callproc,
                              const hpvm_options *options);

/* Waits for the end of the spawn that hpvm_spawn_start began; the program's memory then holds what its
 * tasks merged. */
HPVM_API int hpvm_wait(void);

/* How many tasks of the spawn are done, as far as is known here; of the last spawn, if none is under way.
 * Never waits. *is_over, if is_over is not NULL, becomes 1 if hpvm_wait would return at once, else 0. */
HPVM_API long hpvm_progress(int *is_over);

/* Ends the spawn under way: soon after, hpvm_wait (or the hpvm_spawn of another thread) gives
 * HPVM_ECANCELLED, and nothing is merged. A spawn that is over is left as it is. Does not wait. */
HPVM_API int hpvm_cancel(void);

/* What a task of the spawn under way, or else of the last one, is doing. */
enum {
    HPVM_TASK_WAITING = 0, /* for a machine, or for its arguments */
    HPVM_TASK_LEASED = 1,  /* a machine has it, and runs it now or soon */
    HPVM_TASK_DONE = 2,
    HPVM_TASK_FAILED = 3 /* as often as it may */
};

typedef struct hpvm_task {
    int state;
    int attempts;       /* how often it has failed, and once more if it is leased or done */
    char machine[64];   /* friendly name of where it is, or was last; "" if it was nowhere */
    char leaf[128];     /* "" while that is not known */
    char cause[1024];   /* how it failed first; "" if it has not */
} hpvm_task;

/* Asks the server about a task, and waits for its answer. HPVM_ERANGE if the spawn has no such task. On failure
 * the whole of *task is zeroed. */
HPVM_API int hpvm_task_status(long id, hpvm_task *task);

/* An empty set of options, or NULL if there is no memory. */
HPVM_API hpvm_options *hpvm_options_new(void);

/* Sets an option, in place of a former value; names and values are checked by the spawn. "attempts": how
 * often a task may fail; "time": how long it may run, such as 500ms, 10s, 5m or 2h; "memory" and "output":
 * the address space of its process and what it may print, such as 64m or 2g; "machines" and "leaf": the
 * only ones that may work for the spawn. docs/guide/spawns.md tells more. */
HPVM_API int hpvm_options_set(hpvm_options *options, const char *key, const char *value);

HPVM_API void hpvm_options_free(hpvm_options *options);

/* ---- Kernels ----------------------------------------------------------------------------- */

/* Written by the user. args holds size bytes as the parent wrote them, aligned for any type; NULL if
 * size is 0. Returns HPVM_OK, or the task has failed and nothing that it merged counts. */
int kernel_main(long id, long size, void *args);

/* May be written by the user; the library has one that returns HPVM_OK. Called once in each process that
 * runs tasks, before any: whether this leaf works on this machine. If it returns anything else, or does not
 * return, the machine uses the next leaf; what it printed is told to the user. No call of the library works
 * in it. */
int kernel_test(void);

/* A share mapped HPVM_SHARED, in this machine's byte order. The address of element 0, NULL on error.
 * It stays valid to the end of the spawn. Kernel calls may come from any thread of the task. */
HPVM_API void *hpvm_get_share(const char *name);

/* The same, mapped as mode says. A HPVM_PRIVATE view is valid to the end of the task. */
HPVM_API void *hpvm_open_share(const char *name, int mode);

/* Elements [start, end) of a share, counted in elements of the share's own type, HPVM_BYTES as bytes:
 * the address of element start, NULL on error. For shares that are too large to be mapped as a whole,
 * on a machine of 32 bits above all. Valid to the end of the task. */
HPVM_API void *hpvm_get_share_range(const char *name, int64_t start, int64_t end);

/* The same, mapped as mode says. */
HPVM_API void *hpvm_open_share_range(const char *name, int mode, int64_t start, int64_t end);

/* Size of a share in bytes, or a negative code. */
HPVM_API long hpvm_share_size(const char *name);

/* The same where long may be too short for it. */
HPVM_API int64_t hpvm_share_bytes(const char *name);

/* Merges elements [start, end) of a share; see the macro hpvm_merge_share. */
HPVM_API int hpvm_merge_share_typed(const char *name, const void *share, long start, long end,
                                    int type);

/* Combines elements [start, end) with those of a share; see the macro hpvm_accumulate_share. */
HPVM_API int hpvm_accumulate_share_typed(const char *name, const void *share, long start, long end,
                                         int operation, int type);

/* The same with a pointer to element start; see hpvm_merge_share_range and hpvm_accumulate_share_range. */
HPVM_API int hpvm_merge_share_range_typed(const char *name, const void *elements, int64_t start,
                                          int64_t end, int type);
HPVM_API int hpvm_accumulate_share_range_typed(const char *name, const void *elements, int64_t start,
                                               int64_t end, int operation, int type);

/* Friendly name of the machine that this kernel runs on. */
HPVM_API const char *hpvm_machine(void);

/* The leaf of the kernel tree that runs: architecture/system/optimization. */
HPVM_API const char *hpvm_leaf(void);

/* Tells how far this task is, 0 to 1; HPVM_EINVALID outside of that. Cheap: what comes more often
 * than every 20 ms is not sent. */
HPVM_API int hpvm_progress_task(double fraction);

/* Element i of an argument block (from 0), counted in elements of that type, as the parent wrote it:
 * its byte order is turned into ours. Unaligned blocks are fine. hpvm_arg_long reads what the parent
 * wrote as long, be that 4 or 8 bytes. The caller knows from size how many there are. */
HPVM_API int8_t hpvm_arg_i8(const void *args, long i);
HPVM_API int16_t hpvm_arg_i16(const void *args, long i);
HPVM_API int32_t hpvm_arg_i32(const void *args, long i);
HPVM_API int64_t hpvm_arg_i64(const void *args, long i);
HPVM_API uint8_t hpvm_arg_u8(const void *args, long i);
HPVM_API uint16_t hpvm_arg_u16(const void *args, long i);
HPVM_API uint32_t hpvm_arg_u32(const void *args, long i);
HPVM_API uint64_t hpvm_arg_u64(const void *args, long i);
HPVM_API float hpvm_arg_f32(const void *args, long i);
HPVM_API double hpvm_arg_f64(const void *args, long i);
HPVM_API int64_t hpvm_arg_long(const void *args, long i);
HPVM_API uint64_t hpvm_arg_ulong(const void *args, long i);

/* ---- Byte order -------------------------------------------------------------------------- */

/* Turns count elements of width bytes each round, in place. Any width, any alignment. */
HPVM_API void hpvm_swap(void *elements, size_t count, size_t width);

static inline uint16_t hpvm_swap16(uint16_t value) {
    return (uint16_t)((value << 8) | (value >> 8));
}

static inline uint32_t hpvm_swap32(uint32_t value) {
    return (value << 24) | ((value & 0xff00u) << 8) | ((value >> 8) & 0xff00u) | (value >> 24);
}

static inline uint64_t hpvm_swap64(uint64_t value) {
    return ((uint64_t)hpvm_swap32((uint32_t)value) << 32) | hpvm_swap32((uint32_t)(value >> 32));
}

#ifdef __cplusplus
}
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define HPVM_BIG_ENDIAN 1
#define HPVM_HTOBE16(value) ((uint16_t)(value))
#define HPVM_HTOBE32(value) ((uint32_t)(value))
#define HPVM_HTOBE64(value) ((uint64_t)(value))
#define HPVM_HTOLE16(value) hpvm_swap16((uint16_t)(value))
#define HPVM_HTOLE32(value) hpvm_swap32((uint32_t)(value))
#define HPVM_HTOLE64(value) hpvm_swap64((uint64_t)(value))
#else
#define HPVM_BIG_ENDIAN 0
#define HPVM_HTOBE16(value) hpvm_swap16((uint16_t)(value))
#define HPVM_HTOBE32(value) hpvm_swap32((uint32_t)(value))
#define HPVM_HTOBE64(value) hpvm_swap64((uint64_t)(value))
#define HPVM_HTOLE16(value) ((uint16_t)(value))
#define HPVM_HTOLE32(value) ((uint32_t)(value))
#define HPVM_HTOLE64(value) ((uint64_t)(value))
#endif
#define HPVM_BE16TOH(value) HPVM_HTOBE16(value)
#define HPVM_BE32TOH(value) HPVM_HTOBE32(value)
#define HPVM_BE64TOH(value) HPVM_HTOBE64(value)
#define HPVM_LE16TOH(value) HPVM_HTOLE16(value)
#define HPVM_LE32TOH(value) HPVM_HTOLE32(value)
#define HPVM_LE64TOH(value) HPVM_HTOLE64(value)

/* ---- Calls that know the type of their pointer ------------------------------------------- */

/* Type and length of an element follow from the pointer:
 *
 *   int hpvm_share(const char *name, T *share, long size)                          size in bytes
 *   int hpvm_merge_share(const char *name, const T *share, long start, long end)
 *   int hpvm_accumulate_share(const char *name, const T *share, long start, long end, int operation)
 *
 *   int hpvm_merge_share_range(const char *name, const T *elements, int64_t start, int64_t end)
 *   int hpvm_accumulate_share_range(const char *name, const T *elements, int64_t start, int64_t end,
 *                                   int operation)
 *
 * Positions count elements of T; share points at element 0, wherever [start, end) lies, elements at
 * element start. The bytes are taken at the call. void and char count bytes and mean HPVM_BYTES; signed char (int8_t) and
 * unsigned char (uint8_t) count bytes too and mean HPVM_INT8 and HPVM_UINT8. A T that is none of the
 * types above, such as a structure, does not compile: cast to void *, and convert it yourself. */
#ifndef __cplusplus

#define HPVM_TYPE_CASE(T, type) T * : type, const T * : type
#define HPVM_TYPE_OF(pointer)                                                                      \
    __extension__ _Generic((pointer), HPVM_TYPE_CASE(void, HPVM_BYTES),                            \
                           HPVM_TYPE_CASE(char, HPVM_BYTES),                                       \
                           HPVM_TYPE_CASE(signed char, HPVM_INT8),                                 \
                           HPVM_TYPE_CASE(short, HPVM_INT16), HPVM_TYPE_CASE(int, HPVM_INT32),     \
                           HPVM_TYPE_CASE(long, HPVM_LONG), HPVM_TYPE_CASE(long long, HPVM_INT64), \
                           HPVM_TYPE_CASE(unsigned char, HPVM_UINT8),                              \
                           HPVM_TYPE_CASE(unsigned short, HPVM_UINT16),                            \
                           HPVM_TYPE_CASE(unsigned int, HPVM_UINT32),                              \
                           HPVM_TYPE_CASE(unsigned long, HPVM_ULONG),                              \
                           HPVM_TYPE_CASE(unsigned long long, HPVM_UINT64),                        \
                           HPVM_TYPE_CASE(float, HPVM_FLOAT32),                                    \
                           HPVM_TYPE_CASE(double, HPVM_FLOAT64))

#define hpvm_share(name, share, size) hpvm_share_typed((name), (share), (size), HPVM_TYPE_OF(share))
#define hpvm_merge_share(name, share, start, end)                                                  \
    hpvm_merge_share_typed((name), (share), (start), (end), HPVM_TYPE_OF(share))
#define hpvm_accumulate_share(name, share, start, end, operation)                                  \
    hpvm_accumulate_share_typed((name), (share), (start), (end), (operation), HPVM_TYPE_OF(share))
#define hpvm_merge_share_range(name, elements, start, end)                                         \
    hpvm_merge_share_range_typed((name), (elements), (start), (end), HPVM_TYPE_OF(elements))
#define hpvm_accumulate_share_range(name, elements, start, end, operation)                         \
    hpvm_accumulate_share_range_typed((name), (elements), (start), (end), (operation),             \
                                      HPVM_TYPE_OF(elements))

#else

#define HPVM_TYPE_CASE(T, type) static inline int hpvm_type_of(const T *) { return type; }
HPVM_TYPE_CASE(void, HPVM_BYTES)
HPVM_TYPE_CASE(char, HPVM_BYTES)
HPVM_TYPE_CASE(signed char, HPVM_INT8)
HPVM_TYPE_CASE(short, HPVM_INT16)
HPVM_TYPE_CASE(int, HPVM_INT32)
HPVM_TYPE_CASE(long, HPVM_LONG)
HPVM_TYPE_CASE(long long, HPVM_INT64)
HPVM_TYPE_CASE(unsigned char, HPVM_UINT8)
HPVM_TYPE_CASE(unsigned short, HPVM_UINT16)
HPVM_TYPE_CASE(unsigned int, HPVM_UINT32)
HPVM_TYPE_CASE(unsigned long, HPVM_ULONG)
HPVM_TYPE_CASE(unsigned long long, HPVM_UINT64)
HPVM_TYPE_CASE(float, HPVM_FLOAT32)
HPVM_TYPE_CASE(double, HPVM_FLOAT64)
#undef HPVM_TYPE_CASE
/* Without this, a pointer to a structure would silently be a const void *. */
template <typename T> int hpvm_type_of(const T *) = delete;

template <typename T> inline int hpvm_share(const char *name, T *share, long size) {
    return hpvm_share_typed(name, share, size, hpvm_type_of(share));
}

template <typename T>
inline int hpvm_merge_share(const char *name, const T *share, long start, long end) {
    return hpvm_merge_share_typed(name, share, start, end, hpvm_type_of(share));
}

template <typename T>
inline int hpvm_accumulate_share(const char *name, const T *share, long start, long end,
                                 int operation) {
    return hpvm_accumulate_share_typed(name, share, start, end, operation, hpvm_type_of(share));
}

template <typename T>
inline int hpvm_merge_share_range(const char *name, const T *elements, int64_t start, int64_t end) {
    return hpvm_merge_share_range_typed(name, elements, start, end, hpvm_type_of(elements));
}

template <typename T>
inline int hpvm_accumulate_share_range(const char *name, const T *elements, int64_t start, int64_t end,
                                       int operation) {
    return hpvm_accumulate_share_range_typed(name, elements, start, end, operation,
                                             hpvm_type_of(elements));
}

#endif

#endif
