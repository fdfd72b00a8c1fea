#include "shares.h"

#include "elements.h"
#include "memory.h"
#include "session.h"
#include "text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALL_BYTES = 256 };

struct share {
    struct share *next;
    char *name; /* NULL once the gateway has forgotten it; its memory may be in use yet */
    struct hpvm_memory memory;
};

static struct share *shares;

static struct share *find(struct hpvm_text name) {
    struct share *share = shares;
    while (share != NULL && (share->name == NULL || !hpvm_text_equals(name, share->name))) {
        share = share->next;
    }
    return share;
}

static void forget(struct share *share) {
    for (struct share **at = &shares; *at != NULL; at = &(*at)->next) {
        if (*at == share) {
            *at = share->next;
            break;
        }
    }
    hpvm_memory_close(&share->memory);
    free(share->name);
    free(share);
}

static int check_name(const char *call, const char *name) {
    if (name == NULL) {
        return hpvm_session_refuse(call, HPVM_EINVALID, "the name is NULL");
    }
    if (!hpvm_text_is_utf8(name)) {
        return hpvm_session_refuse(call, HPVM_EINVALID, "the name is no UTF-8");
    }
    return HPVM_OK;
}

static int ask_unshare(const char *call, const char *name) {
    hpvm_put_string(hpvm_session_frame(HPVM_TO_GATEWAY_UNSHARE), name);
    return hpvm_session_ask(call, NULL);
}

/* What to call a call in sentences: "share output". A name that is too long is cut. */
static void describe(char description[CALL_BYTES], const char *call, const char *name) {
    snprintf(description, CALL_BYTES, "%s%s%s", call, name == NULL ? "" : " ", name == NULL ? "" : name);
    hpvm_text_mend(description);
}

static struct share *new_share(const char *name) {
    struct share *share = calloc(1, sizeof *share);
    char *copy = hpvm_text_copy((struct hpvm_text){name, strlen(name)});
    if (share == NULL || copy == NULL) {
        free(share);
        free(copy);
        return NULL;
    }
    share->name = copy;
    share->memory.file = -1;
    return share;
}

static int map(const char *call, struct share *share, const char *path, long size, void *program) {
    const char *reason;
    if (!hpvm_memory_open(&share->memory, path, (uint64_t)size, program, &reason)) {
        char kept[CALL_BYTES];
        snprintf(kept, sizeof kept, "%s", reason);
        ask_unshare(call, share->name);
        return hpvm_session_refuse(call, HPVM_EINTERNAL, "mapping the shadow of %ld bytes at %s: %s", size, path,
                                   kept);
    }
    hpvm_put_string(hpvm_session_frame(HPVM_TO_GATEWAY_SHARE_MAPPED), share->name);
    return hpvm_session_send(call);
}

/* A program of NULL: the memory is the shadow itself, and its address goes to *memory. */
static int make(const char *call, const char *name, int type, long size, void *program, void **memory) {
    struct share *share = new_share(name);
    if (share == NULL) {
        return hpvm_session_refuse(call, HPVM_ENOMEMORY, "no memory to keep its name");
    }
    struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_SHARE);
    hpvm_put_string(frame, name);
    hpvm_put_u8(frame, (unsigned)type);
    hpvm_put_u64(frame, (uint64_t)(int64_t)size);
    hpvm_put_u8(frame, program == NULL ? HPVM_MEMORY_SHADOW : HPVM_MEMORY_OWN);
    char *path = NULL;
    int status = hpvm_session_ask(call, &path);
    if (status == HPVM_OK && size < 0) {
        status = hpvm_session_broken(call, "a shadow for a share of negative size");
    }
    if (status == HPVM_OK) {
        status = map(call, share, path, size, program);
    }
    free(path);
    if (status != HPVM_OK) {
        forget(share);
        return status;
    }
    share->next = shares;
    shares = share;
    if (memory != NULL) {
        *memory = share->memory.shadow;
    }
    return HPVM_OK;
}

int hpvm_share_typed(const char *name, void *share, long size, int type) {
    char call[CALL_BYTES];
    describe(call, "share", name);
    int status = hpvm_session_enter(call);
    if (status != HPVM_OK) {
        return status;
    }
    status = check_name(call, name);
    if (status == HPVM_OK && share == NULL) {
        status = hpvm_session_refuse(call, HPVM_EINVALID, "its memory is NULL");
    }
    if (status == HPVM_OK && (type < 0 || type > UCHAR_MAX)) {
        status = hpvm_session_refuse(call, HPVM_EINVALID, "there is no element type %d", type);
    }
    if (status == HPVM_OK) {
        status = make(call, name, type, size, share, NULL);
    }
    return hpvm_session_leave(status);
}

void *hpvm_alloc(const char *name, int type, long count) {
    char call[CALL_BYTES];
    describe(call, "alloc", name);
    if (hpvm_session_enter(call) != HPVM_OK) {
        return NULL;
    }
    void *memory = NULL;
    long width = (long)hpvm_type_width(type);
    int status = check_name(call, name);
    if (status == HPVM_OK && width == 0) {
        status = hpvm_session_refuse(call, HPVM_EINVALID, "there is no element type %d", type);
    }
    if (status == HPVM_OK && (count > LONG_MAX / width || count < LONG_MIN / width)) {
        status = hpvm_session_refuse(call, HPVM_EINVALID, "%ld elements of %ld bytes are too many", count, width);
    }
    if (status == HPVM_OK) {
        status = make(call, name, type, count * width, NULL, &memory);
    }
    hpvm_session_leave(status);
    return memory;
}

int hpvm_unshare(const char *name) {
    char call[CALL_BYTES];
    describe(call, "unshare", name);
    int status = hpvm_session_enter(call);
    if (status != HPVM_OK) {
        return status;
    }
    status = check_name(call, name);
    if (status == HPVM_OK) {
        status = ask_unshare(call, name);
    }
    struct share *share = status == HPVM_OK ? find((struct hpvm_text){name, strlen(name)}) : NULL;
    if (share != NULL && share->memory.prints != NULL) {
        free(share->name);
        share->name = NULL;
    } else if (share != NULL) {
        forget(share);
    }
    return hpvm_session_leave(status);
}

int hpvm_free(void *memory) {
    if (memory == NULL) {
        return HPVM_OK;
    }
    int status = hpvm_session_enter("free");
    if (status != HPVM_OK) {
        return status;
    }
    struct share *share = shares;
    while (share != NULL && (share->memory.prints == NULL || share->memory.shadow != memory)) {
        share = share->next;
    }
    if (share == NULL) {
        return hpvm_session_leave(
            hpvm_session_refuse("free", HPVM_EINVALID, "the memory at %p is not from hpvm_alloc", memory));
    }
    if (share->name != NULL) {
        char call[CALL_BYTES];
        describe(call, "free", share->name);
        status = ask_unshare(call, share->name);
    }
    forget(share);
    return hpvm_session_leave(status);
}

bool hpvm_shares_merge(struct hpvm_frame body, bool is_done) {
    struct share *share = find(hpvm_take_string(&body));
    uint32_t count = hpvm_take_u32(&body);
    for (uint32_t range = 0; range < count && share != NULL && !body.failed; range++) {
        uint64_t start = hpvm_take_u64(&body);
        uint64_t end = hpvm_take_u64(&body);
        if (start > end || end > share->memory.size) {
            return false;
        }
        if (is_done && !body.failed) {
            hpvm_memory_merge(&share->memory, start, end);
        }
    }
    return share != NULL && hpvm_frame_is_whole(&body);
}

void hpvm_shares_merged(void) {
    for (struct share *share = shares; share != NULL; share = share->next) {
        hpvm_memory_merged(&share->memory);
    }
}

/* ---- Changes ---- */

enum { MOST_RANGES = 8192 };

struct ranges {
    uint32_t count;
    struct {
        uint64_t start;
        uint64_t end;
    } at[MOST_RANGES];
};

/* Not from malloc: a change that is in the shadow must be told. Within a call, so one at a time. */
static struct ranges written;
static struct ranges cleared;

static void add(struct ranges *ranges, uint64_t start, uint64_t end) {
    if (ranges->count > 0 && ranges->at[ranges->count - 1].end == start) {
        ranges->at[ranges->count - 1].end = end;
    } else {
        ranges->at[ranges->count].start = start;
        ranges->at[ranges->count].end = end;
        ranges->count++;
    }
}

static void put(struct hpvm_buffer *frame, struct ranges *ranges) {
    hpvm_put_u32(frame, ranges->count);
    for (uint32_t range = 0; range < ranges->count; range++) {
        hpvm_put_u64(frame, ranges->at[range].start);
        hpvm_put_u64(frame, ranges->at[range].end);
    }
    ranges->count = 0;
}

/* Makes sure that a frame can be sent once the shadow is changed. */
static bool reserve(struct hpvm_buffer *frame, const char *name) {
    return hpvm_buffer_reserve(frame, strlen(name) + 64 + 2 * sizeof written.at);
}

static int flush(const char *call, const struct share *share) {
    struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_CHANGED);
    hpvm_put_string(frame, share->name);
    put(frame, &written);
    put(frame, &cleared);
    return hpvm_session_send(call);
}

static int tell(const char *call, struct share *share) {
    struct hpvm_memory *memory = &share->memory;
    uint64_t data = 0;
    int status = HPVM_OK;
    written.count = cleared.count = 0;
    for (uint64_t start = 0; status == HPVM_OK && start < memory->size; start += HPVM_CHUNK_BYTES) {
        uint64_t end = memory->size - start < HPVM_CHUNK_BYTES ? memory->size : start + HPVM_CHUNK_BYTES;
        enum hpvm_change change = hpvm_memory_compare(memory, start, &data);
        if (change != HPVM_CHANGE_NONE) {
            add(change == HPVM_CHANGE_WRITTEN ? &written : &cleared, start, end);
        }
        if (written.count == MOST_RANGES || cleared.count == MOST_RANGES) {
            status = flush(call, share);
        }
    }
    return status == HPVM_OK && written.count + cleared.count > 0 ? flush(call, share) : status;
}

int hpvm_shares_tell_changes(const char *call) {
    int status = HPVM_OK;
    for (struct share *share = shares; share != NULL && status == HPVM_OK; share = share->next) {
        if (share->name == NULL) {
            continue;
        }
        if (!reserve(hpvm_session_frame(HPVM_TO_GATEWAY_CHANGED), share->name)) {
            return hpvm_session_refuse(call, HPVM_ENOMEMORY, "no memory to tell the changes of share %s",
                                       share->name);
        }
        status = tell(call, share);
    }
    return status;
}
