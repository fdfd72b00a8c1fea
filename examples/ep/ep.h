/* NAS Parallel Benchmarks, kernel EP, after its report (RNR-94-007, 2.1). */
#ifndef EP_H
#define EP_H

enum {
    ANNULI = 10,
    BATCH_BITS = 16, /* pairs of a batch */
    TASK_BATCHES = 4
};

#endif
