#include "watch.h"

#include "errors.h"
#include "hpvm.h"
#include "session.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static const char call[] = "task status";

static atomic_long tasks_done;
static atomic_bool is_under_way;

/* One question at a time, which the spawn's thread answers. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;
static bool is_open; /* a spawn's thread reads what the gateway says */
static bool is_asked;
static struct {
    int status;
    hpvm_task task;
    char sentence[1024];
} answer;

void hpvm_watch_begin(void) {
    atomic_store(&tasks_done, 0);
    atomic_store(&is_under_way, true);
    pthread_mutex_lock(&desk);
    is_open = true;
    pthread_mutex_unlock(&desk);
}

int hpvm_watch_progress(const char *caller, struct hpvm_frame *frame) {
    uint64_t done = hpvm_take_u64(frame);
    if (!hpvm_frame_is_whole(frame)) {
        return hpvm_session_broken(caller, "a progress that is not as long as its fields");
    }
    atomic_store(&tasks_done, done > LONG_MAX ? LONG_MAX : (long)done);
    return HPVM_OK;
}

static void put_text(char *target, size_t size, struct hpvm_text text) {
    size_t length = text.length < size ? text.length : size - 1;
    while (length > 0 && length < text.length && ((unsigned char)text.bytes[length] & 0xc0) == 0x80) {
        length--; /* not in the middle of a UTF-8 character */
    }
    memcpy(target, text.bytes, length);
    target[length] = '\0';
}

static void read_answer(struct hpvm_frame *frame) {
    hpvm_task *task = &answer.task;
    answer.status = (int)(int32_t)hpvm_take_u32(frame);
    put_text(answer.sentence, sizeof answer.sentence, hpvm_take_string(frame));
    task->state = hpvm_take_u8(frame);
    task->attempts = (int)hpvm_take_u32(frame);
    put_text(task->machine, sizeof task->machine, hpvm_take_string(frame));
    put_text(task->leaf, sizeof task->leaf, hpvm_take_string(frame));
    put_text(task->cause, sizeof task->cause, hpvm_take_string(frame));
}

int hpvm_watch_answer(const char *caller, struct hpvm_frame *frame) {
    pthread_mutex_lock(&desk);
    bool is_due = is_asked;
    if (is_due) {
        read_answer(frame);
        is_asked = false;
        pthread_cond_broadcast(&news);
    }
    pthread_mutex_unlock(&desk);
    return is_due && hpvm_frame_is_whole(frame)
               ? HPVM_OK
               : hpvm_session_broken(caller, "a task's status that nobody asked for, or not as long as its fields");
}

/* Says whether it could: not while a question waits for its answer, unless none will come. */
static bool close_desk(bool is_lost) {
    pthread_mutex_lock(&desk);
    bool can = is_lost || !is_asked;
    if (can) {
        is_open = false;
        pthread_cond_broadcast(&news);
    }
    pthread_mutex_unlock(&desk);
    return can;
}

static int hear_answer(const char *caller) {
    struct hpvm_frame frame;
    int status = hpvm_session_receive(caller, &frame);
    if (status != HPVM_OK) {
        return status;
    }
    return frame.type == HPVM_FROM_GATEWAY_TASK_STATUS
               ? hpvm_watch_answer(caller, &frame)
               : hpvm_session_broken(caller, "a frame where a task's status was due");
}

int hpvm_watch_end(const char *caller, int status) {
    while (!close_desk(status == HPVM_EGATEWAY)) {
        int heard = hear_answer(caller);
        status = heard == HPVM_OK ? status : heard;
    }
    atomic_store(&is_under_way, false);
    return status;
}

long hpvm_progress(int *is_over) {
    if (is_over != NULL) {
        *is_over = !atomic_load(&is_under_way);
    }
    return atomic_load(&tasks_done);
}

int hpvm_cancel(void) {
    if (!atomic_load(&is_under_way) || hpvm_session_is_child()) {
        return HPVM_OK;
    }
    struct hpvm_buffer frame = {0};
    hpvm_frame_end(&frame, hpvm_frame_begin(&frame, HPVM_TO_GATEWAY_CANCEL));
    if (!hpvm_session_slip(&frame) && atomic_load(&is_under_way)) {
        return hpvm_error_set(HPVM_EGATEWAY, "cancel: the link to the gateway is lost");
    }
    return HPVM_OK;
}

static void put_question(struct hpvm_buffer *frame, long id) {
    size_t begin = hpvm_frame_begin(frame, HPVM_TO_GATEWAY_TASK);
    hpvm_put_u64(frame, (uint64_t)(int64_t)id);
    hpvm_frame_end(frame, begin);
}

/* Asks the spawn's thread. False if there is none. */
static bool ask_thread(long id) {
    pthread_mutex_lock(&desk);
    bool is_taken = is_asked = is_open;
    pthread_mutex_unlock(&desk);
    if (!is_taken) {
        return false;
    }
    struct hpvm_buffer frame = {0};
    put_question(&frame, id);
    bool is_sent = hpvm_session_slip(&frame);
    pthread_mutex_lock(&desk);
    while (is_sent && is_asked && is_open) {
        pthread_cond_wait(&news, &desk);
    }
    if (is_asked) {
        is_asked = false;
        answer.status = HPVM_EGATEWAY;
        snprintf(answer.sentence, sizeof answer.sentence, "%s: the link to the gateway is lost", call);
    }
    pthread_mutex_unlock(&desk);
    return true;
}

/* Asks the gateway itself, while nobody else reads. False if a spawn has begun. */
static bool ask_alone(long id, int *status) {
    *status = hpvm_session_enter_started(call);
    if (*status != HPVM_OK) {
        return true;
    }
    pthread_mutex_lock(&desk);
    bool is_alone = is_asked = !is_open;
    pthread_mutex_unlock(&desk);
    if (is_alone) {
        hpvm_put_u64(hpvm_session_frame(HPVM_TO_GATEWAY_TASK), (uint64_t)(int64_t)id);
        *status = hpvm_session_send(call);
        *status = *status == HPVM_OK ? hear_answer(call) : *status;
    }
    hpvm_session_leave(*status);
    return is_alone;
}

int hpvm_task_status(long id, hpvm_task *task) {
    int status = hpvm_session_check(call);
    if (task != NULL) {
        memset(task, 0, sizeof *task); /* what was there before is never taken for an answer */
    }
    if (status == HPVM_OK && task == NULL) {
        status = hpvm_error_set(HPVM_EINVALID, "%s: the place for the answer is NULL", call);
    }
    if (status != HPVM_OK) {
        return status;
    }
    pthread_mutex_lock(&turn);
    while (!ask_thread(id) && !ask_alone(id, &status)) {
        /* A spawn has begun in between, or has ended. */
    }
    if (status == HPVM_OK && answer.status == HPVM_OK) {
        *task = answer.task;
    } else if (status == HPVM_OK) {
        status = hpvm_error_set_text(answer.status, answer.sentence, strlen(answer.sentence));
    }
    pthread_mutex_unlock(&turn);
    return status;
}
