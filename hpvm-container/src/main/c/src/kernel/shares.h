/* The shares that kernels have named: asked for once a spawn, mapped anew only if the agent has
 * another file. The caller holds the worker's lock. */
#ifndef HPVM_KERNEL_SHARES_H
#define HPVM_KERNEL_SHARES_H

#include <stdbool.h>
#include <stdint.h>

struct hpvm_share_view {
    uint32_t handle;
    int type;
    uint64_t size; /* bytes */
};

/* What the share is, without mapping it. HPVM_OK, or the error, which is kept. */
int hpvm_shares_describe(const char *name, struct hpvm_share_view *view);

/* The share mapped in a mode; NULL on error, which is kept. */
void *hpvm_shares_open(const char *name, int mode);

/* Elements start to end of the share's own type; the address of element start, valid at least to the
 * end of the task. NULL on error, which is kept. */
void *hpvm_shares_open_range(const char *name, int mode, int64_t start, int64_t end);

/* Takes away the private views and the ranges of the task. */
void hpvm_shares_end_task(void);

/* Another spawn begins: what the agent has told is to be asked again. */
void hpvm_shares_forget(void);

#endif
