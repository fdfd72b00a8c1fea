/* What is known of a spawn while it runs, and who asks. */
#ifndef HPVM_WATCH_H
#define HPVM_WATCH_H

#include "frames.h"

/* The spawn was asked for: from now on its thread reads what the gateway says. */
void hpvm_watch_begin(void);

/* Take the frames PROGRESS and TASK_STATUS. */
int hpvm_watch_progress(const char *caller, struct hpvm_frame *frame);
int hpvm_watch_answer(const char *caller, struct hpvm_frame *frame);

/* The spawn is over, with this status: waits for the answer to a question that was asked before. Gives the
 * status, or what else went wrong. */
int hpvm_watch_end(const char *caller, int status);

#endif
