/* One thread of the library. */
#ifndef HPVM_THREAD_H
#define HPVM_THREAD_H

#include <pthread.h>
#include <stdbool.h>

struct hpvm_thread {
    pthread_t id;
    bool is_started;
    void (*run)(void);
};

/* Starts a thread that no signal of the program reaches. False if the system gives none. */
bool hpvm_thread_start(struct hpvm_thread *thread, void (*run)(void));

/* Waits for its end; does nothing if it was not started. */
void hpvm_thread_join(struct hpvm_thread *thread);

#endif
