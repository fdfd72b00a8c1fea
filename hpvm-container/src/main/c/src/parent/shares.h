/* The shares of this program. Within a call of the session only. */
#ifndef HPVM_PARENT_SHARES_H
#define HPVM_PARENT_SHARES_H

#include "frames.h"

/* Compares all shares with their shadows and tells what has changed. */
int hpvm_shares_tell_changes(const char *call);

/* Takes what the body of a MERGED frame names into the program's memory, or with is_done false only
 * looks at it. False if the body is not what the protocol knows. */
bool hpvm_shares_merge(struct hpvm_frame body, bool is_done);

/* After the last of them. */
void hpvm_shares_merged(void);

#endif
