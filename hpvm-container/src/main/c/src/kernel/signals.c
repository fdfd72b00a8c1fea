#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "signals.h"

#ifndef _WIN32
#include <signal.h>
#include <string.h>

static void nothing(int number) {
    (void)number;
}

void hpvm_signals_catch_pipe(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = SA_RESTART;
    sigaction(SIGPIPE, &action, NULL);
}
#else
void hpvm_signals_catch_pipe(void) {
}
#endif
