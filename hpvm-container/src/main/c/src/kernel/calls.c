/* What kernels call. */
#include "elements.h"
#include "errors.h"
#include "link.h"
#include "results.h"
#include "shares.h"
#include "worker.h"

#include <limits.h>

enum { OPERATION_WRITE = 0, PERMYRIAD = 10000, PROGRESS_NANOSECONDS = 20 * 1000 * 1000 };

/* Takes the lock if a task runs in this process; else keeps the error and gives a code. */
static int enter(const char *what) {
    if (hpvm_platform_process() != hpvm_worker.process) {
        /* The lock may be held by a thread that was not copied. */
        return hpvm_error_set(HPVM_EINVALID, "%s: not in a process that the kernel has forked", what);
    }
    hpvm_lock_take(&hpvm_worker_lock);
    if (!hpvm_worker.is_running) {
        hpvm_lock_give(&hpvm_worker_lock);
        return hpvm_error_set(HPVM_EINVALID, "%s: no task is running", what);
    }
    return HPVM_OK;
}

static int leave(int code) {
    if (code < 0) {
        hpvm_worker_failed(code);
    }
    hpvm_lock_give(&hpvm_worker_lock);
    return code;
}

void *hpvm_open_share(const char *name, int mode) {
    if (enter("open a share") != HPVM_OK) {
        return NULL;
    }
    void *address = hpvm_shares_open(name, mode);
    leave(address == NULL ? HPVM_EINTERNAL : HPVM_OK);
    return address;
}

void *hpvm_open_share_range(const char *name, int mode, int64_t start, int64_t end) {
    if (enter("open a range of a share") != HPVM_OK) {
        return NULL;
    }
    void *address = hpvm_shares_open_range(name, mode, start, end);
    leave(address == NULL ? HPVM_EINTERNAL : HPVM_OK);
    return address;
}

void *hpvm_get_share_range(const char *name, int64_t start, int64_t end) {
    return hpvm_open_share_range(name, HPVM_SHARED, start, end);
}

void *hpvm_get_share(const char *name) {
    return hpvm_open_share(name, HPVM_SHARED);
}

int64_t hpvm_share_bytes(const char *name) {
    int status = enter("tell the size of a share");
    if (status != HPVM_OK) {
        return status;
    }
    struct hpvm_share_view view;
    status = hpvm_shares_describe(name, &view);
    leave(status);
    return status == HPVM_OK ? (int64_t)view.size : status;
}

long hpvm_share_size(const char *name) {
    int64_t size = hpvm_share_bytes(name);
    if (size <= LONG_MAX) {
        return (long)size;
    }
    int status = enter("tell the size of a share");
    return status != HPVM_OK
               ? status
               : leave(hpvm_error_set(HPVM_ENOMEMORY,
                                      "tell the size of share %s: %lld bytes are more than a long holds; "
                                      "hpvm_share_bytes tells them",
                                      name, (long long)size));
}

static bool is_integer(int type) {
    return type != HPVM_BYTES && !hpvm_type_is_float(type);
}

static bool is_on_bits(int operation) {
    return operation == HPVM_AND || operation == HPVM_OR || operation == HPVM_XOR;
}

/* Elements of the kernel's type can stand in a share if either is bytes, or if they are the same but
 * for a sign. */
static bool are_compatible(int type, int share) {
    return type == share || type == HPVM_BYTES || share == HPVM_BYTES ||
           (is_integer(type) && is_integer(share) && hpvm_type_width(type) == hpvm_type_width(share));
}

struct request {
    const char *name;
    const void *elements;
    bool are_range; /* elements points at element start, not at element 0 */
    int64_t start;
    int64_t end;
    int operation; /* 0: write */
    int type;
};

static const char *verb(const struct request *request) {
    return request->operation == OPERATION_WRITE ? "merge" : "accumulate";
}

static int check_range(const struct request *request, uint64_t count, const char *unit) {
    if (request->start >= 0 && request->end >= request->start && (uint64_t)request->end <= count) {
        return HPVM_OK;
    }
    return hpvm_error_set(HPVM_ERANGE, "%s %s %lld to %lld of share %s: %s %llu", verb(request), unit,
                          (long long)request->start, (long long)request->end, request->name,
                          request->start >= 0 && request->end < request->start
                              ? "the end is before the start; the share has"
                              : "it has",
                          (unsigned long long)count);
}

/* What the agent is to combine: the elements of the share, if it has a type. */
static int combined_type(const struct request *request, int share) {
    int type = share == HPVM_BYTES ? request->type : share;
    size_t width = hpvm_type_width(type);
    bool has_meaning = is_on_bits(request->operation)
                           ? !hpvm_type_is_float(type)
                           : type != HPVM_BYTES && request->type != HPVM_BYTES;
    if (!has_meaning) {
        return hpvm_error_set(HPVM_EINVALID, "accumulate %s into share %s: operation %d has no meaning for %s",
                              hpvm_type_name(request->type), request->name, request->operation,
                              hpvm_type_name(type));
    }
    if (request->type == HPVM_BYTES &&
        ((uint64_t)request->start % width != 0 || (uint64_t)request->end % width != 0)) {
        return hpvm_error_set(HPVM_EINVALID, "accumulate bytes %lld to %lld of share %s: they cut elements of %lu bytes",
                              (long long)request->start, (long long)request->end, request->name,
                              (unsigned long)width);
    }
    return type;
}

static int combine(const struct request *request) {
    struct hpvm_share_view share;
    int status = hpvm_shares_describe(request->name, &share);
    if (status != HPVM_OK) {
        return status;
    }
    if (!are_compatible(request->type, share.type)) {
        return hpvm_error_set(HPVM_EINVALID, "%s %s into share %s: its elements are %s", verb(request),
                              hpvm_type_name(request->type), request->name, hpvm_type_name(share.type));
    }
    size_t width = hpvm_type_width(request->type);
    status = check_range(request, share.size / width, request->type == HPVM_BYTES ? "bytes" : "elements");
    if (status != HPVM_OK) {
        return status;
    }
    int type = HPVM_BYTES;
    if (request->operation != OPERATION_WRITE) {
        type = combined_type(request, share.type);
        if (type < 0) {
            return type;
        }
    }
    if (request->start == request->end) {
        return HPVM_OK;
    }
    if (request->elements == NULL) {
        return hpvm_error_set(HPVM_EINVALID, "%s into share %s: the pointer is NULL", verb(request), request->name);
    }
    struct hpvm_merge merge = {
        .task = hpvm_worker.task,
        .handle = share.handle,
        .operation = (unsigned)request->operation,
        .type = (unsigned)type,
        .start = (uint64_t)request->start * width,
        .bytes = (const unsigned char *)request->elements +
                 (request->are_range ? 0 : (size_t)request->start * width),
        .length = (size_t)(request->end - request->start) * width,
    };
    hpvm_worker.has_merged = true;
    hpvm_results_merge(&merge);
    return HPVM_OK;
}

static int enter_and_combine(const struct request *request) {
    int status = enter(verb(request));
    if (status != HPVM_OK) {
        return status;
    }
    if (hpvm_type_width(request->type) == 0) {
        return leave(hpvm_error_set(HPVM_EINVALID, "%s into a share: there is no type %d", verb(request),
                                    request->type));
    }
    return leave(combine(request));
}

int hpvm_merge_share_typed(const char *name, const void *share, long start, long end, int type) {
    struct request request = {name, share, false, start, end, OPERATION_WRITE, type};
    return enter_and_combine(&request);
}

int hpvm_merge_share_range_typed(const char *name, const void *elements, int64_t start, int64_t end, int type) {
    struct request request = {name, elements, true, start, end, OPERATION_WRITE, type};
    return enter_and_combine(&request);
}

static int accumulate(const struct request *request) {
    if (request->operation < HPVM_SUM || request->operation > HPVM_SUM_FAST) {
        int status = enter("accumulate");
        return status != HPVM_OK ? status
                                 : leave(hpvm_error_set(HPVM_EINVALID,
                                                        "accumulate into a share: there is no operation %d",
                                                        request->operation));
    }
    return enter_and_combine(request);
}

int hpvm_accumulate_share_typed(const char *name, const void *share, long start, long end, int operation,
                                int type) {
    struct request request = {name, share, false, start, end, operation, type};
    return accumulate(&request);
}

int hpvm_accumulate_share_range_typed(const char *name, const void *elements, int64_t start, int64_t end,
                                      int operation, int type) {
    struct request request = {name, elements, true, start, end, operation, type};
    return accumulate(&request);
}

const char *hpvm_machine(void) {
    return hpvm_worker.machine != NULL ? hpvm_worker.machine : "";
}

const char *hpvm_leaf(void) {
    return hpvm_worker.leaf != NULL ? hpvm_worker.leaf : "";
}

static int tell_progress(double fraction) {
    static int64_t told_nanoseconds;
    if (!(fraction >= 0 && fraction <= 1)) {
        return hpvm_error_set(HPVM_EINVALID, "tell the progress of task %llu: %g is not from 0 to 1",
                              (unsigned long long)hpvm_worker.task, fraction);
    }
    int64_t now = hpvm_platform_nanoseconds();
    if (told_nanoseconds != 0 && now - told_nanoseconds < PROGRESS_NANOSECONDS) {
        return HPVM_OK;
    }
    told_nanoseconds = now;
    struct hpvm_buffer out = {0};
    size_t frame = hpvm_frame_begin(&out, HPVM_TO_AGENT_PROGRESS);
    hpvm_put_u64(&out, hpvm_worker.task);
    hpvm_put_u32(&out, (uint32_t)(fraction * PERMYRIAD));
    if (hpvm_frame_end(&out, frame)) {
        hpvm_link_send(&out);
    }
    hpvm_buffer_free(&out);
    return HPVM_OK;
}

int hpvm_progress_task(double fraction) {
    int status = enter("tell progress");
    return status != HPVM_OK ? status : leave(tell_progress(fraction));
}
