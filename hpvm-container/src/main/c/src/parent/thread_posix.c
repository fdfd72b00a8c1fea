#ifndef _WIN32
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "thread.h"

#include <signal.h>

static void *run(void *thread) {
    ((struct hpvm_thread *)thread)->run();
    return NULL;
}

bool hpvm_thread_start(struct hpvm_thread *thread, void (*what)(void)) {
    sigset_t all, before;
    sigfillset(&all);
    thread->run = what;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread->is_started = pthread_create(&thread->id, NULL, run, thread) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return thread->is_started;
}

void hpvm_thread_join(struct hpvm_thread *thread) {
    if (thread->is_started) {
        pthread_join(thread->id, NULL);
        thread->is_started = false;
    }
}

#else
typedef int hpvm_not_posix_thread;
#endif
