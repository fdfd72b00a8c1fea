#ifndef HPVM_OPTIONS_H
#define HPVM_OPTIONS_H

#include "frames.h"
#include "hpvm.h"

/* Puts u32 n and n pairs of strings; options may be NULL. */
void hpvm_options_put(struct hpvm_buffer *frame, const hpvm_options *options);

#endif
