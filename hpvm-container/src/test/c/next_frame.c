#include "next_frame.h"

#include <poll.h>
#include <unistd.h>

enum hpvm_found next_frame(int link, int limit_milliseconds, struct hpvm_buffer *in, struct hpvm_frame *frame) {
    while (true) {
        enum hpvm_found found = hpvm_frame_take(in, frame);
        if (found != HPVM_FOUND_PART) {
            return found;
        }
        struct pollfd wait = {.fd = link, .events = POLLIN};
        if (!hpvm_buffer_reserve(in, 1 << 16) || poll(&wait, 1, limit_milliseconds) != 1) {
            return HPVM_FOUND_NONSENSE;
        }
        ssize_t got = read(link, in->bytes + in->end, in->capacity - in->end);
        if (got <= 0) {
            return HPVM_FOUND_PART;
        }
        in->end += (size_t)got;
    }
}
