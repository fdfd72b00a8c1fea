#include "text.h"

#include <stddef.h>

/* Bytes of the character at the front, 0 if it is none. */
static size_t character(const unsigned char *at) {
    unsigned first = at[0];
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    if ((first == 0xe0 && at[1] < 0xa0) || (first == 0xed && at[1] > 0x9f) || (first == 0xf0 && at[1] < 0x90) ||
        (first == 0xf4 && at[1] > 0x8f)) {
        return 0;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    for (size_t byte = 1; byte < length; byte++) {
        if ((at[byte] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool hpvm_text_is_utf8(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at != 0) {
        size_t length = character(at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

void hpvm_text_mend(char *text) {
    unsigned char *at = (unsigned char *)text;
    while (*at != 0) {
        size_t length = character(at);
        if (length == 0) {
            *at = '?';
            length = 1;
        }
        at += length;
    }
}
