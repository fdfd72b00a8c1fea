/* The blocks that a program's callback gives, in order of their tasks. */
#ifndef HPVM_ARGUMENTS_H
#define HPVM_ARGUMENTS_H

#include "frames.h"
#include "hpvm.h"

struct hpvm_arguments {
    hpvm_callproc callproc;
    long next; /* the task that the gateway hears of next */
    long tasks;
    /* A block of that task that did not fit any more into the last frame. */
    bool is_held;
    void *block;
    uint32_t size;
    struct hpvm_buffer sizes;
    struct hpvm_buffer blocks;
};

void hpvm_arguments_free(struct hpvm_arguments *arguments);

/* Answers ARGUMENTS_WANTED. If it fails, the gateway has been told. */
int hpvm_arguments_send(struct hpvm_arguments *arguments, const char *call, uint64_t first, uint32_t count);

#endif
