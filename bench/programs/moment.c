/* A kernel that says when it ran: element id of "moments" becomes the time of its first statement, in nanoseconds. */
#define _POSIX_C_SOURCE 200809L
#include <hpvm.h>
#include <time.h>

int kernel_main(long id, long size, void *args) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    (void)size;
    (void)args;
    int64_t *moments = hpvm_get_share("moments");
    if (moments == NULL) {
        return -1;
    }
    moments[id] = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    return hpvm_merge_share("moments", moments, id, id + 1);
}
