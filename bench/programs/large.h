/* What the parent asks of the kernel: the first element of a task's arguments. */
#ifndef LARGE_H
#define LARGE_H

enum {
    READ, /* get "data"; element id of "times" becomes the milliseconds of the call */
    WRITE /* merge 64 MiB into "data" */
};

enum { PART_BYTES = 64 << 20, WRITERS = 100 };

#endif
