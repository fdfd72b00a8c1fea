#include "link.h"
#include "platform.h"
#include "signals.h"
#include "worker.h"

int main(void) {
    if (!hpvm_link_begin()) {
        hpvm_link_broken("cannot take the pipes of the agent: %s", hpvm_platform_reason());
    }
    hpvm_signals_catch_pipe();
    hpvm_worker_run();
    return 0;
}
