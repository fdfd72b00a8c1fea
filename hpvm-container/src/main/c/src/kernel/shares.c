#include "shares.h"

#include "elements.h"
#include "errors.h"
#include "link.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

enum { MODES = 3, MOST_NAME_BYTES = 1024 };

/* A share of more is mapped in the ranges that are asked for. A test makes it small. */
#ifndef HPVM_MOST_WHOLE_BYTES
#define HPVM_MOST_WHOLE_BYTES (SIZE_MAX / 8)
#endif

struct share {
    struct share *next;
    char *name;
    int mode;
    bool is_told; /* the agent has told in this spawn */
    struct hpvm_share_view view;
    uint64_t generation;
    char *path;
    /* what is mapped, if address is not NULL */
    void *address;
    size_t bytes;
    uint64_t mapped_generation;
    char *mapped_path; /* NULL for private views */
};

/* A range that a task has mapped. */
struct part {
    struct part *next;
    void *address;
    size_t bytes;
};

static struct share *shares;
static struct part *parts;
static bool has_private_views;

static bool is_utf8(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at != 0) {
        unsigned first = *at++;
        unsigned more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if ((first >= 0x80 && first < 0xc2) || first > 0xf4 || (first == 0xe0 && *at < 0xa0) ||
            (first == 0xed && *at > 0x9f) || (first == 0xf0 && *at < 0x90) ||
            (first == 0xf4 && *at > 0x8f)) {
            return false;
        }
        for (; more > 0; more--) {
            if ((*at++ & 0xc0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

static int check_name(const char *name) {
    if (name == NULL || *name == '\0') {
        return hpvm_error_set(HPVM_EINVALID, "use a share: it has no name");
    }
    if (strlen(name) > MOST_NAME_BYTES) {
        return hpvm_error_set(HPVM_EINVALID, "use a share: its name has more than %d bytes", MOST_NAME_BYTES);
    }
    if (!is_utf8(name)) {
        return hpvm_error_set(HPVM_EINVALID, "use a share: its name is no UTF-8");
    }
    return HPVM_OK;
}

static struct share *find(const char *name, int mode) {
    for (struct share *share = shares; share != NULL; share = share->next) {
        if (share->mode == mode && strcmp(share->name, name) == 0) {
            return share;
        }
    }
    return NULL;
}

static struct share *find_or_make(const char *name, int mode) {
    struct share *share = find(name, mode);
    if (share != NULL) {
        return share;
    }
    share = calloc(1, sizeof *share);
    char *copy = hpvm_text_copy((struct hpvm_text){name, strlen(name)});
    if (share == NULL || copy == NULL) {
        free(share);
        free(copy);
        hpvm_error_set(HPVM_ENOMEMORY, "open share %s: no memory to keep its name", name);
        return NULL;
    }
    share->name = copy;
    share->mode = mode;
    share->next = shares;
    shares = share;
    return share;
}

static void unmap(struct share *share) {
    if (share->address != NULL) {
        hpvm_platform_unmap(share->address, share->bytes);
        share->address = NULL;
        free(share->mapped_path);
        share->mapped_path = NULL;
    }
}

static int read_answer(struct share *share, struct hpvm_frame *answer) {
    int status = (int)(int32_t)hpvm_take_u32(answer);
    struct hpvm_text message = hpvm_take_string(answer);
    if (status != 0) {
        hpvm_link_require_whole(answer);
        return hpvm_error_set_text(status < 0 ? status : HPVM_EINTERNAL, message.bytes, message.length);
    }
    struct hpvm_share_view view;
    view.handle = hpvm_take_u32(answer);
    view.type = hpvm_take_u8(answer);
    view.size = hpvm_take_u64(answer);
    uint64_t generation = hpvm_take_u64(answer);
    struct hpvm_text path = hpvm_take_string(answer);
    hpvm_link_require_whole(answer);
    if (hpvm_type_width(view.type) == 0 || view.size > INT64_MAX || path.length == 0) {
        hpvm_link_broken("share %s has type %d, %llu bytes and a path of %lu bytes", share->name, view.type,
                         (unsigned long long)view.size, (unsigned long)path.length);
    }
    char *copy = hpvm_text_copy(path);
    if (copy == NULL) {
        return hpvm_error_set(HPVM_ENOMEMORY, "open share %s: no memory to keep its path", share->name);
    }
    free(share->path);
    share->path = copy;
    share->view = view;
    share->generation = generation;
    share->is_told = true;
    return HPVM_OK;
}

static int ask(struct share *share) {
    if (share->is_told) {
        return HPVM_OK;
    }
    struct hpvm_buffer question = {0};
    size_t frame = hpvm_frame_begin(&question, HPVM_TO_AGENT_SHARE_WANTED);
    hpvm_put_u8(&question, (unsigned)share->mode);
    hpvm_put_string(&question, share->name);
    if (!hpvm_frame_end(&question, frame)) {
        hpvm_buffer_free(&question);
        return hpvm_error_set(HPVM_ENOMEMORY, "open share %s: no memory to ask for it", share->name);
    }
    hpvm_link_send(&question);
    hpvm_buffer_free(&question);
    struct hpvm_frame answer;
    hpvm_link_await(&answer, HPVM_FROM_AGENT_SHARE);
    return read_answer(share, &answer);
}

static enum hpvm_map how(int mode) {
    switch (mode) {
    case HPVM_PRIVATE:
        return HPVM_MAP_PRIVATE;
    case HPVM_READ_ONLY:
        return HPVM_MAP_READ_ONLY;
    default:
        return HPVM_MAP_SHARED;
    }
}

static bool is_current(const struct share *share) {
    return share->address != NULL &&
           (share->mapped_path == NULL || (share->mapped_generation == share->generation &&
                                           strcmp(share->mapped_path, share->path) == 0));
}

static void *map(struct share *share) {
    if (share->view.size > SIZE_MAX / 2) {
        hpvm_error_set(HPVM_ENOMEMORY, "map share %s: it has %llu bytes, too many for this machine; "
                       "map ranges of it with hpvm_get_share_range", share->name,
                       (unsigned long long)share->view.size);
        return NULL;
    }
    int file = hpvm_platform_open(share->path, share->mode == HPVM_SHARED);
    if (file < 0) {
        hpvm_error_set(HPVM_EINTERNAL, "open share %s at %s: %s", share->name, share->path,
                       hpvm_platform_reason());
        return NULL;
    }
    size_t bytes = share->view.size > 0 ? (size_t)share->view.size : 1;
    void *address = hpvm_platform_map(file, bytes, how(share->mode));
    if (address == NULL) {
        hpvm_error_set(HPVM_ENOMEMORY, "map share %s of %llu bytes: %s", share->name,
                       (unsigned long long)share->view.size, hpvm_platform_reason());
    }
    hpvm_platform_close(file);
    share->address = address;
    share->bytes = bytes;
    return address;
}

int hpvm_shares_describe(const char *name, struct hpvm_share_view *view) {
    int status = check_name(name);
    if (status != HPVM_OK) {
        return status;
    }
    for (int mode = 0; mode < MODES; mode++) {
        struct share *share = find(name, mode);
        if (share != NULL && share->is_told) {
            *view = share->view;
            return HPVM_OK;
        }
    }
    struct share *share = find_or_make(name, HPVM_READ_ONLY);
    if (share == NULL) {
        return HPVM_ENOMEMORY;
    }
    status = ask(share);
    if (status == HPVM_OK) {
        *view = share->view;
    }
    return status;
}

/* The share as the agent knows it now; what says what is opened. */
static struct share *asked(const char *what, const char *name, int mode) {
    if (mode < 0 || mode >= MODES) {
        hpvm_error_set(HPVM_EINVALID, "open %s: there is no mode %d", what, mode);
        return NULL;
    }
    if (check_name(name) != HPVM_OK) {
        return NULL;
    }
    struct share *share = find_or_make(name, mode);
    return share == NULL || ask(share) != HPVM_OK ? NULL : share;
}

void *hpvm_shares_open(const char *name, int mode) {
    struct share *share = asked("a share", name, mode);
    if (share == NULL) {
        return NULL;
    }
    if (is_current(share)) {
        return share->address;
    }
    if (mode == HPVM_PRIVATE) {
        has_private_views = true;
        return map(share);
    }
    char *path = hpvm_text_copy((struct hpvm_text){share->path, strlen(share->path)});
    if (path == NULL) {
        hpvm_error_set(HPVM_ENOMEMORY, "map share %s: no memory to keep its path", name);
        return NULL;
    }
    unmap(share);
    if (map(share) == NULL) {
        free(path);
        return NULL;
    }
    share->mapped_path = path;
    share->mapped_generation = share->generation;
    return share->address;
}

static void *map_part(struct share *share, uint64_t start, uint64_t end) {
    uint64_t first = start - start % HPVM_MAP_ALIGNMENT;
    struct part *part = end - first <= SIZE_MAX / 2 ? malloc(sizeof *part) : NULL;
    if (part == NULL) {
        hpvm_error_set(HPVM_ENOMEMORY, "map bytes %llu to %llu of share %s: too many for this machine",
                       (unsigned long long)start, (unsigned long long)end, share->name);
        return NULL;
    }
    int file = hpvm_platform_open(share->path, share->mode == HPVM_SHARED);
    if (file < 0) {
        hpvm_error_set(HPVM_EINTERNAL, "open share %s at %s: %s", share->name, share->path,
                       hpvm_platform_reason());
        free(part);
        return NULL;
    }
    part->bytes = (size_t)(end - first);
    part->address = hpvm_platform_map_part(file, first, part->bytes, how(share->mode));
    if (part->address == NULL) {
        hpvm_error_set(HPVM_ENOMEMORY, "map bytes %llu to %llu of share %s: %s", (unsigned long long)start,
                       (unsigned long long)end, share->name, hpvm_platform_reason());
    }
    hpvm_platform_close(file);
    if (part->address == NULL) {
        free(part);
        return NULL;
    }
    part->next = parts;
    parts = part;
    return (unsigned char *)part->address + (start - first);
}

void *hpvm_shares_open_range(const char *name, int mode, int64_t start, int64_t end) {
    struct share *share = asked("a range of a share", name, mode);
    if (share == NULL) {
        return NULL;
    }
    size_t width = hpvm_type_width(share->view.type);
    uint64_t count = share->view.size / width;
    if (start < 0 || end <= start || (uint64_t)end > count) {
        hpvm_error_set(HPVM_ERANGE, "open elements %lld to %lld of share %s: it has %llu", (long long)start,
                       (long long)end, name, (unsigned long long)count);
        return NULL;
    }
    if (share->view.size > HPVM_MOST_WHOLE_BYTES) {
        return map_part(share, (uint64_t)start * width, (uint64_t)end * width);
    }
    unsigned char *whole = hpvm_shares_open(name, mode);
    return whole == NULL ? NULL : whole + (size_t)start * width;
}

static void end_parts(void) {
    while (parts != NULL) {
        struct part *part = parts;
        parts = part->next;
        hpvm_platform_unmap(part->address, part->bytes);
        free(part);
    }
}

void hpvm_shares_end_task(void) {
    end_parts();
    if (!has_private_views) {
        return;
    }
    has_private_views = false;
    for (struct share *share = shares; share != NULL; share = share->next) {
        if (share->mode == HPVM_PRIVATE) {
            unmap(share);
        }
    }
}

/* What nobody asked for in the spawn that has ended is unmapped: its file may be gone, and its memory
 * with it only then. */
void hpvm_shares_forget(void) {
    struct share **at = &shares;
    while (*at != NULL) {
        struct share *share = *at;
        if (share->is_told) {
            share->is_told = false;
            at = &share->next;
        } else {
            *at = share->next;
            unmap(share);
            free(share->path);
            free(share->name);
            free(share);
        }
    }
}
