/* Spawns that do not block: in a file of its own, so that only programs that start one need threads. */
#include "errors.h"
#include "platform.h"
#include "session.h"
#include "spawn.h"
#include "thread.h"

#include <stdlib.h>
#include <string.h>

static const char call[] = "wait";

/* The spawn that was started and not waited for. */
static struct hpvm_spawn spawn;
static struct hpvm_thread thread;
static int status;
static char *sentence; /* of the thread that serves it; from malloc */

static void serve(void) {
    status = hpvm_spawn_serve(&spawn);
    const char *told = hpvm_error_sentence();
    sentence = status == HPVM_OK ? NULL : malloc(strlen(told) + 1);
    if (sentence != NULL) {
        strcpy(sentence, told);
    }
}

int hpvm_spawn_start(const char *kerneltree, long nprocs, hpvm_callproc callproc, const hpvm_options *options) {
    int begun = hpvm_session_enter("spawn");
    if (begun != HPVM_OK) {
        return begun;
    }
    begun = hpvm_spawn_begin(&spawn, kerneltree, nprocs, callproc, options);
    if (begun == HPVM_OK) {
        hpvm_session_set_started(true);
        if (!hpvm_thread_start(&thread, serve)) {
            serve(); /* without a thread it takes longer, and is over when this returns */
        }
    }
    return hpvm_session_leave(begun);
}

int hpvm_wait(void) {
    int found = hpvm_session_enter_started(call);
    if (found != HPVM_OK) {
        return found;
    }
    if (!hpvm_session_is_started()) {
        return hpvm_session_leave(
            hpvm_session_refuse(call, HPVM_EINVALID, "no spawn was started that was not waited for"));
    }
    hpvm_thread_join(&thread);
    hpvm_session_set_started(false);
    if (status != HPVM_OK) {
        hpvm_error_set_text(status, sentence == NULL ? "" : sentence, sentence == NULL ? 0 : strlen(sentence));
    }
    free(sentence);
    sentence = NULL;
    return hpvm_session_leave(hpvm_spawn_end(&spawn, status));
}
