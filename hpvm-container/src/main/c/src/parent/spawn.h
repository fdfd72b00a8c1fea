/* The parts of a spawn, of which hpvm_spawn does one after the other. */
#ifndef HPVM_SPAWN_H
#define HPVM_SPAWN_H

#include "arguments.h"
#include "frames.h"

struct hpvm_spawn {
    struct hpvm_arguments arguments;
    struct hpvm_buffer merged; /* MERGED frames; they count only once all is well */
    int refused;               /* what the library itself ended the spawn with */
};

/* Checks, tells the changes and asks for the spawn. If it does not give HPVM_OK, that is all. */
int hpvm_spawn_begin(struct hpvm_spawn *spawn, const char *kerneltree, long nprocs, hpvm_callproc callproc,
                     const hpvm_options *options);

/* Answers the gateway until the spawn is over, on any thread that has the link meanwhile. */
int hpvm_spawn_serve(struct hpvm_spawn *spawn);

/* Takes what was merged into the program's memory, if all is well. */
int hpvm_spawn_end(struct hpvm_spawn *spawn, int status);

#endif
