/* Spawns on the machines that are named, separated by commas; on all where none are. */
#ifndef ON_MACHINES_H
#define ON_MACHINES_H

#include "hpvm.h"

static inline int spawn_on(const char *tree, const char *machines, long tasks, void *(*arguments)(long id, long *size)) {
    hpvm_options *options = hpvm_options_new();
    int status = options == NULL ? HPVM_ENOMEMORY : HPVM_OK;
    if (status == HPVM_OK && *machines != 0) {
        status = hpvm_options_set(options, "machines", machines);
    }
    if (status == HPVM_OK) {
        status = hpvm_spawn_start(tree, tasks, arguments, options);
    }
    hpvm_options_free(options);
    return status != HPVM_OK ? status : hpvm_wait();
}

#endif
