#include "spawn.h"

#include "options.h"
#include "platform.h"
#include "session.h"
#include "shares.h"
#include "text.h"
#include "watch.h"

#include <stdlib.h>

static const char call[] = "spawn";

static int begin(const char *kerneltree, long nprocs, const hpvm_options *options) {
    char *directory = hpvm_platform_directory();
    struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_SPAWN);
    hpvm_put_string(frame, kerneltree);
    hpvm_put_string(frame, directory != NULL && hpvm_text_is_utf8(directory) ? directory : "");
    hpvm_put_u64(frame, (uint64_t)(int64_t)nprocs);
    hpvm_options_put(frame, options);
    free(directory);
    return hpvm_session_send(call);
}

static int give_arguments(struct hpvm_spawn *spawn, struct hpvm_frame *frame) {
    uint64_t first = hpvm_take_u64(frame);
    uint32_t count = hpvm_take_u32(frame);
    if (!hpvm_frame_is_whole(frame)) {
        return hpvm_session_broken(call, "a wish for arguments that is not as long as its fields");
    }
    if (spawn->refused != HPVM_OK) {
        return HPVM_OK; /* it crossed our FAILED */
    }
    int status = hpvm_arguments_send(&spawn->arguments, call, first, count);
    if (status != HPVM_OK && status != HPVM_EGATEWAY) {
        spawn->refused = status;
        return HPVM_OK;
    }
    return status;
}

static int keep_merged(struct hpvm_spawn *spawn, const struct hpvm_frame *frame) {
    if (!hpvm_shares_merge(*frame, false)) {
        return hpvm_session_broken(call, "merges that no share has room for");
    }
    size_t kept = hpvm_frame_begin(&spawn->merged, frame->type);
    hpvm_put_bytes(&spawn->merged, frame->at, (size_t)(frame->end - frame->at));
    hpvm_frame_end(&spawn->merged, kept);
    return HPVM_OK;
}

static int take_merges(struct hpvm_spawn *spawn) {
    if (spawn->merged.failed) {
        return hpvm_session_refuse(call, HPVM_ENOMEMORY, "no memory to keep what was merged");
    }
    struct hpvm_frame frame;
    while (hpvm_frame_take(&spawn->merged, &frame) == HPVM_FOUND_FRAME) {
        hpvm_shares_merge(frame, true);
    }
    hpvm_shares_merged();
    return HPVM_OK;
}

static int finish(struct hpvm_spawn *spawn, struct hpvm_frame *frame) {
    if (spawn->refused != HPVM_OK) {
        return spawn->refused; /* and our sentence, which says the same */
    }
    int status = hpvm_session_take_status(frame);
    if (!hpvm_frame_is_whole(frame)) {
        return hpvm_session_broken(call, "an end of the spawn that is not as long as its fields");
    }
    return status;
}

static int converse(struct hpvm_spawn *spawn) {
    int status;
    struct hpvm_frame frame;
    while ((status = hpvm_session_receive(call, &frame)) == HPVM_OK) {
        switch (frame.type) {
        case HPVM_FROM_GATEWAY_ARGUMENTS_WANTED:
            status = give_arguments(spawn, &frame);
            break;
        case HPVM_FROM_GATEWAY_MERGED:
            status = keep_merged(spawn, &frame);
            break;
        case HPVM_FROM_GATEWAY_PROGRESS:
            status = hpvm_watch_progress(call, &frame);
            break;
        case HPVM_FROM_GATEWAY_TASK_STATUS:
            status = hpvm_watch_answer(call, &frame);
            break;
        case HPVM_FROM_GATEWAY_SPAWN_DONE:
            return finish(spawn, &frame);
        default:
            return hpvm_session_broken(call, "a frame that has no place in a spawn");
        }
        if (status != HPVM_OK) {
            return status;
        }
    }
    return status;
}

int hpvm_spawn_serve(struct hpvm_spawn *spawn) {
    return hpvm_watch_end(call, converse(spawn));
}

int hpvm_spawn_begin(struct hpvm_spawn *spawn, const char *kerneltree, long nprocs, hpvm_callproc callproc,
                     const hpvm_options *options) {
    if (kerneltree == NULL) {
        return hpvm_session_refuse(call, HPVM_EINVALID, "the kernel tree is NULL");
    }
    if (!hpvm_text_is_utf8(kerneltree)) {
        return hpvm_session_refuse(call, HPVM_EINVALID, "the name of the kernel tree is no UTF-8");
    }
    int status = hpvm_shares_tell_changes(call);
    if (status == HPVM_OK) {
        status = begin(kerneltree, nprocs, options);
    }
    if (status == HPVM_OK) {
        *spawn = (struct hpvm_spawn){.arguments = {.callproc = callproc, .tasks = nprocs}};
        hpvm_watch_begin();
    }
    return status;
}

int hpvm_spawn_end(struct hpvm_spawn *spawn, int status) {
    if (status == HPVM_OK) {
        status = take_merges(spawn);
    }
    hpvm_arguments_free(&spawn->arguments);
    hpvm_buffer_free(&spawn->merged);
    return status;
}

int hpvm_spawn_options(const char *kerneltree, long nprocs, hpvm_callproc callproc, const hpvm_options *options) {
    int status = hpvm_session_enter(call);
    if (status != HPVM_OK) {
        return status;
    }
    struct hpvm_spawn spawn;
    status = hpvm_spawn_begin(&spawn, kerneltree, nprocs, callproc, options);
    if (status == HPVM_OK) {
        status = hpvm_spawn_end(&spawn, hpvm_spawn_serve(&spawn));
    }
    return hpvm_session_leave(status);
}

int hpvm_spawn(const char *kerneltree, long nprocs, hpvm_callproc callproc) {
    return hpvm_spawn_options(kerneltree, nprocs, callproc, NULL);
}
