/* The worker's end of the pipes to its agent. The caller holds the worker's lock. */
#ifndef HPVM_KERNEL_LINK_H
#define HPVM_KERNEL_LINK_H

#include "frames.h"

/* Exit status after a protocol error. */
enum { HPVM_PROTOCOL_STATUS = 70 };

enum hpvm_to_agent {
    HPVM_TO_AGENT_HELLO = 1,
    HPVM_TO_AGENT_SHARE_WANTED = 2,
    HPVM_TO_AGENT_RESULTS = 3,
    HPVM_TO_AGENT_PROGRESS = 4
};

enum hpvm_from_agent {
    HPVM_FROM_AGENT_WELCOME = 101,
    HPVM_FROM_AGENT_SPAWN = 102,
    HPVM_FROM_AGENT_TASKS = 103,
    HPVM_FROM_AGENT_SHARE = 104,
    HPVM_FROM_AGENT_CREDIT = 105
};

/* Takes the pipes from descriptors 0 and 1; false, with hpvm_platform_reason(), on error. */
bool hpvm_link_begin(void);

/* Sends all that the buffer holds and empties it. Reads meanwhile, so that two full pipes do not
 * block each other. Ends the process if the agent has gone. */
void hpvm_link_send(struct hpvm_buffer *frames);

/* The next frame if it is here, whole. It is good until the next call of any function here. */
bool hpvm_link_next(struct hpvm_frame *frame);

/* Waits until there is more to read. */
void hpvm_link_wait(void);

/* Waits for a frame of that type; SPAWN and TASKS that come before it are kept for hpvm_link_next.
 * Ends the process if the agent has gone. */
void hpvm_link_await(struct hpvm_frame *frame, unsigned type);

/* Whether the agent has closed its end, as far as was read. */
bool hpvm_link_has_ended(void);

/* Reads what is there, without waiting. */
void hpvm_link_look(void);

/* Bytes of the output file. */
uint64_t hpvm_link_printed(void);

/* Says in one line of the output file what made no sense, and ends the process. */
_Noreturn void hpvm_link_broken(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

/* Ends the process if the frame was not read whole and exactly. */
void hpvm_link_require_whole(const struct hpvm_frame *frame);

#endif
