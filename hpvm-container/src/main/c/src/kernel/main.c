#include "link.h"
#include "platform.h"
#include "signals.h"
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>

/* A leaf that does not do here what it does elsewhere ends before it has greeted the agent, which takes another. */
static void test_kernel(void) {
    int status = kernel_test();
    if (status != HPVM_OK) {
        printf("kernel_test returned %d\n", status);
        exit(EXIT_FAILURE);
    }
    fflush(stdout);
}

int main(void) {
    if (!hpvm_link_begin()) {
        hpvm_link_broken("cannot take the pipes of the agent: %s", hpvm_platform_reason());
    }
    hpvm_signals_catch_pipe();
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* somebody may watch, though it is a file */
    test_kernel();
    hpvm_worker_run();
    return 0;
}
