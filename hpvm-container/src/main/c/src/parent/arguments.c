#include "arguments.h"

#include "session.h"

#include <stdlib.h>

enum { FIELDS_BYTES = 13, SIZE_BYTES = 4, WORTH_BYTES = 1 << 20, KEPT_BYTES = 4 << 20, MOST_TASKS = 1 << 16 };
#define MOST_BYTES ((long)(HPVM_FRAME_MOST - FIELDS_BYTES - SIZE_BYTES))

void hpvm_arguments_free(struct hpvm_arguments *arguments) {
    free(arguments->block);
    hpvm_buffer_free(&arguments->sizes);
    hpvm_buffer_free(&arguments->blocks);
}

/* Calls the program for the next task. */
static int fetch(struct hpvm_arguments *arguments, const char *call, long id) {
    long size = 0;
    hpvm_session_callback(true);
    void *block = arguments->callproc(id, &size);
    hpvm_session_callback(false);
    if (size < 0 || size > MOST_BYTES || (block == NULL && size > 0)) {
        free(block);
        if (block == NULL && size > 0) {
            return hpvm_session_refuse(call, HPVM_EINVALID,
                                       "the callback gave NULL and a size of %ld bytes for task %ld", size, id);
        }
        return hpvm_session_refuse(call, HPVM_EINVALID,
                                   "the callback gave %ld bytes for task %ld; 0 to %ld can be", size, id,
                                   MOST_BYTES);
    }
    arguments->is_held = true;
    arguments->block = block;
    arguments->size = (uint32_t)size;
    return HPVM_OK;
}

static void take_held(struct hpvm_arguments *arguments) {
    hpvm_put_u32(&arguments->sizes, arguments->size);
    hpvm_put_bytes(&arguments->blocks, arguments->block, arguments->size);
    free(arguments->block);
    arguments->block = NULL;
    arguments->is_held = false;
}

static void empty(struct hpvm_buffer *buffer) {
    if (buffer->capacity > KEPT_BYTES) {
        hpvm_buffer_free(buffer);
    }
    buffer->start = buffer->end = 0;
}

/* Gathers blocks of at most so many tasks, at least one; a large block goes alone. */
static int gather(struct hpvm_arguments *arguments, const char *call, uint32_t count, uint32_t *gathered) {
    empty(&arguments->sizes);
    empty(&arguments->blocks);
    *gathered = 0;
    while (*gathered < count && *gathered < MOST_TASKS && arguments->blocks.end < WORTH_BYTES) {
        int status = arguments->is_held ? HPVM_OK : fetch(arguments, call, arguments->next + (long)*gathered);
        if (status != HPVM_OK) {
            return status;
        }
        if (*gathered > 0 && arguments->blocks.end + arguments->size > WORTH_BYTES) {
            break;
        }
        take_held(arguments);
        ++*gathered;
    }
    if (arguments->sizes.failed || arguments->blocks.failed) {
        return hpvm_session_refuse(call, HPVM_ENOMEMORY, "no memory to send the arguments of task %ld",
                                   arguments->next);
    }
    return HPVM_OK;
}

static int send(struct hpvm_arguments *arguments, const char *call, uint32_t count) {
    size_t bytes = arguments->blocks.end;
    struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_ARGUMENTS);
    if (!hpvm_buffer_reserve(frame, FIELDS_BYTES + arguments->sizes.end + bytes)) {
        return hpvm_session_refuse(call, HPVM_ENOMEMORY, "no memory to send the arguments of task %ld",
                                   arguments->next);
    }
    hpvm_put_u64(frame, (uint64_t)arguments->next);
    hpvm_put_u32(frame, count);
    hpvm_put_u8(frame, bytes > 0);
    if (bytes > 0) {
        hpvm_put_bytes(frame, arguments->sizes.bytes, arguments->sizes.end);
        hpvm_put_bytes(frame, arguments->blocks.bytes, bytes);
    }
    arguments->next += (long)count;
    return hpvm_session_send(call);
}

int hpvm_arguments_send(struct hpvm_arguments *arguments, const char *call, uint64_t first, uint32_t count) {
    if (first != (uint64_t)arguments->next || count == 0 || arguments->next >= arguments->tasks ||
        count > (uint64_t)(arguments->tasks - arguments->next)) {
        return hpvm_session_broken(call, "a wish for arguments of tasks whose turn it is not");
    }
    uint32_t gathered = count;
    int status = HPVM_OK;
    if (arguments->callproc != NULL) {
        status = gather(arguments, call, count, &gathered);
    }
    return status == HPVM_OK ? send(arguments, call, gathered) : status;
}
