/* The one link of this program to its gateway. Calls of several threads go one after the other. */
#ifndef HPVM_SESSION_H
#define HPVM_SESSION_H

#include "errors.h"
#include "frames.h"

enum {
    HPVM_TO_GATEWAY_HELLO = 1,
    HPVM_TO_GATEWAY_SHARE = 2,
    HPVM_TO_GATEWAY_SHARE_MAPPED = 3,
    HPVM_TO_GATEWAY_UNSHARE = 4,
    HPVM_TO_GATEWAY_CHANGED = 5,
    HPVM_TO_GATEWAY_SPAWN = 6,
    HPVM_TO_GATEWAY_ARGUMENTS = 7,
    HPVM_TO_GATEWAY_FAILED = 8,
    HPVM_TO_GATEWAY_ERROR_SEEN = 9,
    HPVM_TO_GATEWAY_CANCEL = 10,
    HPVM_TO_GATEWAY_TASK = 11,
    HPVM_FROM_GATEWAY_WELCOME = 101,
    HPVM_FROM_GATEWAY_REPLY = 102,
    HPVM_FROM_GATEWAY_ARGUMENTS_WANTED = 103,
    HPVM_FROM_GATEWAY_MERGED = 104,
    HPVM_FROM_GATEWAY_SPAWN_DONE = 105,
    HPVM_FROM_GATEWAY_PROGRESS = 106,
    HPVM_FROM_GATEWAY_TASK_STATUS = 107
};

/* Whose memory a share's bytes are in: the program's own, or the shadow, which begins with what the
 * gateway puts there. */
enum { HPVM_MEMORY_OWN = 1, HPVM_MEMORY_SHADOW = 2 };

/* Begins a call: takes the link for this thread, and connects if that has not been done. If it does
 * not give HPVM_OK, the call must not go on and must not leave. */
int hpvm_session_enter(const char *call);

/* The same for the calls that make sense while a started spawn was not waited for. */
int hpvm_session_enter_started(const char *call);

/* What both look at first: not in a forked process, not in a callback. */
int hpvm_session_check(const char *call);
bool hpvm_session_is_child(void);

/* Whether a started spawn was not waited for. Between enter and leave only. */
bool hpvm_session_is_started(void);
void hpvm_session_set_started(bool started);

/* Ends a call with its status. */
int hpvm_session_leave(int status);

/* While the program's callback runs, calls that need the link are refused. */
void hpvm_session_callback(bool runs);

/* The frame to fill with hpvm_put_...; it goes with hpvm_session_send. */
struct hpvm_buffer *hpvm_session_frame(unsigned type);
int hpvm_session_send(const char *call);

/* Sends a small frame from any thread, also while another one uses the link. Not for calls of the
 * link's owner: what fails here is left for the owner to find. */
bool hpvm_session_slip(struct hpvm_buffer *frame);

/* Waits for the next frame. Its body stays until the next wait. */
int hpvm_session_receive(const char *call, struct hpvm_frame *frame);

/* The link is of no use any more: the gateway said what the protocol does not know. */
int hpvm_session_broken(const char *call, const char *what);

/* Sends what the frame holds and waits for REPLY, whose path goes into a copy if one is wanted. */
int hpvm_session_ask(const char *call, char **path);

/* Keeps the code and the sentence "call: message", and tells the gateway. */
int hpvm_session_refuse(const char *call, int code, const char *format, ...) HPVM_PRINTF(3, 4);

/* Takes a status that the gateway sent, with its sentence. */
int hpvm_session_take_status(struct hpvm_frame *frame);

#endif
