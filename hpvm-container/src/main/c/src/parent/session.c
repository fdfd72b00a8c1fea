#include "session.h"

#include "elements.h"
#include "gateway_start.h"
#include "platform.h"
#include "text.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 64 << 10, KEPT_BYTES = 1 << 20, MESSAGE_BYTES = 3072 };

enum state { STATE_NONE, STATE_LINKED, STATE_LOST };

static hpvm_lock lock = HPVM_LOCK_FREE; /* of calls, for as long as they take */
static hpvm_lock line = HPVM_LOCK_FREE; /* of what is written to the link, and of its end */
static bool is_started;
static atomic_int state; /* enum state; a spawn's thread may lose the link while another looks */
static int link_to = -1;
static int lifeline = -1;
static struct hpvm_buffer output;
static struct hpvm_buffer input;
static size_t frame_at;

/* The process that has the link, 0 before. Read without the lock: a fork may have copied it taken. */
static atomic_long owner;
static atomic_bool is_linked;
static atomic_bool seen_is_due; /* the program read a sentence while the link was taken */
static _Thread_local bool in_callback;

void hpvm_session_callback(bool runs) {
    in_callback = runs;
}

/* A child must not keep the link and the gateway of its parent alive. */
static void after_fork(void) {
    hpvm_platform_close(link_to);
    hpvm_platform_close(lifeline);
    link_to = lifeline = -1;
}

bool hpvm_session_is_child(void) {
    long process = atomic_load(&owner);
    return process != 0 && process != hpvm_platform_process();
}

static int lose(void) {
    hpvm_lock_take(&line);
    hpvm_platform_close(link_to);
    hpvm_platform_close(lifeline);
    link_to = lifeline = -1;
    hpvm_lock_give(&line);
    if (state == STATE_LINKED) {
        state = STATE_LOST;
    }
    atomic_store(&is_linked, false);
    hpvm_buffer_free(&input);
    hpvm_buffer_free(&output);
    return HPVM_EGATEWAY;
}

int hpvm_session_broken(const char *call, const char *what) {
    lose();
    return hpvm_error_set(HPVM_EGATEWAY, "%s: the gateway sent %s", call, what);
}

struct hpvm_buffer *hpvm_session_frame(unsigned type) {
    if (output.capacity > KEPT_BYTES) {
        hpvm_buffer_free(&output);
    }
    output.start = output.end = 0;
    output.failed = false;
    frame_at = hpvm_frame_begin(&output, type);
    return &output;
}

static bool write_all(struct hpvm_buffer *frame) {
    while (frame->start < frame->end) {
        long put = hpvm_platform_send(link_to, frame->bytes + frame->start, frame->end - frame->start);
        if (put == HPVM_LINK_LATER) {
            hpvm_platform_wait(-1, link_to, -1);
        } else if (put <= 0) {
            return false;
        } else {
            frame->start += (size_t)put;
        }
    }
    return true;
}

static bool push(struct hpvm_buffer *frame) {
    hpvm_lock_take(&line);
    bool is_whole = link_to >= 0 && write_all(frame);
    hpvm_lock_give(&line);
    return is_whole;
}

bool hpvm_session_slip(struct hpvm_buffer *frame) {
    bool is_sent = !frame->failed && push(frame);
    hpvm_buffer_free(frame);
    return is_sent;
}

int hpvm_session_send(const char *call) {
    if (!hpvm_frame_end(&output, frame_at)) {
        return output.failed ? hpvm_error_set(HPVM_ENOMEMORY, "%s: no memory to tell the gateway", call)
                             : hpvm_error_set(HPVM_EINVALID, "%s: what to tell the gateway exceeds %u bytes", call,
                                              HPVM_FRAME_MOST);
    }
    if (!push(&output)) {
        hpvm_error_set(HPVM_EGATEWAY, "%s: the link to the gateway is lost: %s", call, hpvm_platform_reason());
        return lose();
    }
    return HPVM_OK;
}

/* Bytes that the frame in front of the input lacks, at least what is worth a read. */
static size_t wanted_bytes(void) {
    size_t held = input.end - input.start;
    struct hpvm_frame header = {0, input.bytes + input.start, input.bytes + input.end, false};
    size_t whole = held < HPVM_FRAME_HEADER ? 0 : (size_t)hpvm_take_u32(&header) + HPVM_FRAME_HEADER;
    return whole > held + READ_BYTES ? whole - held : READ_BYTES;
}

int hpvm_session_receive(const char *call, struct hpvm_frame *frame) {
    while (true) {
        switch (hpvm_frame_take(&input, frame)) {
        case HPVM_FOUND_FRAME:
            return HPVM_OK;
        case HPVM_FOUND_NONSENSE:
            return hpvm_session_broken(call, "a frame that is too long");
        case HPVM_FOUND_PART:
            break;
        }
        if (input.start == input.end && input.capacity > KEPT_BYTES) {
            hpvm_buffer_free(&input);
        }
        if (!hpvm_buffer_reserve(&input, wanted_bytes())) {
            lose();
            return hpvm_error_set(HPVM_ENOMEMORY, "%s: no memory for what the gateway says", call);
        }
        long got = hpvm_platform_read(link_to, input.bytes + input.end, input.capacity - input.end);
        if (got == HPVM_LINK_LATER) {
            hpvm_platform_wait(link_to, -1, -1);
        } else if (got <= 0) {
            hpvm_error_set(HPVM_EGATEWAY, "%s: the link to the gateway is lost: %s", call,
                           got == HPVM_LINK_ENDED ? "it has ended" : hpvm_platform_reason());
            return lose();
        } else {
            input.end += (size_t)got;
        }
    }
}

int hpvm_session_take_status(struct hpvm_frame *frame) {
    int status = (int)(int32_t)hpvm_take_u32(frame);
    struct hpvm_text message = hpvm_take_string(frame);
    if (frame->failed || status == 0) {
        return HPVM_OK; /* the caller looks whether the frame is whole */
    }
    atomic_store(&seen_is_due, false); /* it was about an older one */
    return hpvm_error_set_text(status < 0 ? status : HPVM_EINTERNAL, message.bytes, message.length);
}

int hpvm_session_ask(const char *call, char **path) {
    int status = hpvm_session_send(call);
    struct hpvm_frame answer;
    if (status == HPVM_OK) {
        status = hpvm_session_receive(call, &answer);
    }
    if (status != HPVM_OK) {
        return status;
    }
    if (answer.type != HPVM_FROM_GATEWAY_REPLY) {
        return hpvm_session_broken(call, "no reply where one was due");
    }
    status = hpvm_session_take_status(&answer);
    struct hpvm_text told = hpvm_take_string(&answer);
    if (!hpvm_frame_is_whole(&answer)) {
        return hpvm_session_broken(call, "a reply that is not as long as its fields");
    }
    if (status == HPVM_OK && path != NULL) {
        *path = hpvm_text_copy(told);
        if (*path == NULL) {
            return hpvm_error_set(HPVM_ENOMEMORY, "%s: no memory to keep a path", call);
        }
    }
    return status;
}

int hpvm_session_refuse(const char *call, int code, const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    hpvm_text_mend(message);
    if (state == STATE_LINKED) {
        atomic_store(&seen_is_due, false);
        struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_FAILED);
        hpvm_put_u32(frame, (uint32_t)code);
        hpvm_put_string(frame, call);
        hpvm_put_string(frame, message);
        hpvm_session_send(call);
    }
    return hpvm_error_set(code, "%s: %s", call, message);
}

static int greet(const char *call) {
    char *program = hpvm_platform_program();
    struct hpvm_buffer *frame = hpvm_session_frame(HPVM_TO_GATEWAY_HELLO);
    hpvm_put_u32(frame, HPVM_WIRE_MAGIC);
    hpvm_put_u16(frame, HPVM_WIRE_VERSION);
    hpvm_put_u8(frame, HPVM_ORDER_HERE);
    hpvm_put_u8(frame, sizeof(long));
    hpvm_put_u8(frame, sizeof(void *));
    hpvm_put_u8(frame, 0);
    hpvm_put_u64(frame, (uint64_t)hpvm_platform_process());
    hpvm_put_string(frame, HPVM_SDK_NAME);
    hpvm_put_string(frame, program != NULL && hpvm_text_is_utf8(program) ? program : "");
    free(program);
    int status = hpvm_session_send(call);
    struct hpvm_frame answer;
    if (status == HPVM_OK) {
        status = hpvm_session_receive(call, &answer);
    }
    if (status != HPVM_OK) {
        return status;
    }
    unsigned version = hpvm_take_u16(&answer);
    hpvm_take_string(&answer);
    if (answer.type != HPVM_FROM_GATEWAY_WELCOME || !hpvm_frame_is_whole(&answer) ||
        version != HPVM_WIRE_VERSION) {
        return hpvm_session_broken(call, "no welcome of version 1 of the protocol");
    }
    return HPVM_OK;
}

static int join(const char *call, const char *path) {
    link_to = hpvm_platform_connect(path);
    if (link_to < 0) {
        return hpvm_error_set(HPVM_EGATEWAY, "%s: connecting to the gateway at %s: %s", call, path,
                              hpvm_platform_reason());
    }
    return greet(call);
}

static int begin(const char *call) {
    int status;
    const char *path = getenv("HPVM_GATEWAY");
    if (path != NULL && *path != '\0') {
        status = join(call, path);
    } else {
        struct hpvm_own_gateway own = {-1, NULL};
        status = hpvm_gateway_start(call, &own);
        if (status != HPVM_OK) {
            return status;
        }
        lifeline = own.lifeline;
        status = join(call, own.path);
        free(own.path);
    }
    if (status != HPVM_OK) {
        lose();
        return status;
    }
    static bool is_watched;
    if (!is_watched) {
        is_watched = pthread_atfork(NULL, NULL, after_fork) == 0;
    }
    state = STATE_LINKED;
    atomic_store(&owner, hpvm_platform_process());
    atomic_store(&is_linked, true);
    return HPVM_OK;
}

/* Leaves the sentence alone: the program is about to read it. */
static void send_seen(void) {
    if (atomic_exchange(&seen_is_due, false) && atomic_load(&is_linked)) {
        struct hpvm_buffer frame = {0};
        hpvm_frame_end(&frame, hpvm_frame_begin(&frame, HPVM_TO_GATEWAY_ERROR_SEEN));
        hpvm_session_slip(&frame);
    }
}

/* Whoever has the link sends it; this thread, if nobody has. */
static void tell_seen(void) {
    while (atomic_load(&is_linked) && atomic_load(&seen_is_due) && pthread_mutex_trylock(&lock) == 0) {
        send_seen();
        hpvm_lock_give(&lock);
    }
}

static void on_seen(void) {
    if (!hpvm_session_is_child() && atomic_load(&is_linked)) {
        atomic_store(&seen_is_due, true);
        if (!in_callback) {
            tell_seen();
        }
    }
}

bool hpvm_session_is_started(void) {
    return is_started;
}

void hpvm_session_set_started(bool started) {
    is_started = started;
}

int hpvm_session_enter(const char *call) {
    int status = hpvm_session_enter_started(call);
    if (status == HPVM_OK && is_started) {
        hpvm_session_leave(status);
        status = hpvm_error_set(HPVM_EINVALID, "%s: a spawn was started before; call hpvm_wait first", call);
    }
    return status;
}

int hpvm_session_check(const char *call) {
    if (hpvm_session_is_child()) {
        return hpvm_error_set(HPVM_EINVALID,
                              "%s: this process was forked from process %ld, which has the link to the gateway; "
                              "start another program instead",
                              call, atomic_load(&owner));
    }
    if (in_callback) {
        return hpvm_error_set(HPVM_EINVALID, "%s: called by the callback of a spawn, which must not call HPVM", call);
    }
    return HPVM_OK;
}

int hpvm_session_enter_started(const char *call) {
    int status = hpvm_session_check(call);
    if (status != HPVM_OK) {
        return status;
    }
    hpvm_lock_take(&lock);
    hpvm_error_on_seen = on_seen;
    if (state == STATE_LOST && !is_started) {
        status = hpvm_error_set(HPVM_EGATEWAY, "%s: the link to the gateway was lost before, and all shares with it",
                                call);
    } else if (state == STATE_NONE) {
        status = begin(call);
    }
    if (status != HPVM_OK) {
        hpvm_lock_give(&lock);
    }
    return status;
}

int hpvm_session_leave(int status) {
    send_seen();
    hpvm_lock_give(&lock);
    tell_seen();
    return status;
}
