/* What comes in over a link, for the tests' programs that play one side of a protocol. */
#ifndef NEXT_FRAME_H
#define NEXT_FRAME_H

#include "frames.h"

/* The next frame of the link; HPVM_FOUND_PART at its end, HPVM_FOUND_NONSENSE also if nothing comes in time. */
enum hpvm_found next_frame(int link, int limit_milliseconds, struct hpvm_buffer *in, struct hpvm_frame *frame);

#endif
