/* What the parent asks of the kernel: the first element of a task's arguments. */
#ifndef SHARES_H
#define SHARES_H

enum {
    READ,   /* get "data"; element id of "times" becomes the milliseconds of the call */
    SHARED, /* the same, mapped for writing */
    WRITE,  /* merge this task's part of "data" */
    SMALL   /* a thousand merges of one element; element id of "times" becomes the milliseconds of all */
};

enum { SMALL_MERGES = 1000 };

#endif
