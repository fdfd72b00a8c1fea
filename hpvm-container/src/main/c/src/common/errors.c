#include "errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Sentences of the server may quote a task's last lines of output. */
#define SENTENCE_BYTES 4096

static _Thread_local char sentence[SENTENCE_BYTES];
static _Thread_local bool unseen;

void (*hpvm_error_on_seen)(void);

int hpvm_error_set(int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (written <= 0) {
        snprintf(sentence, sizeof sentence, "%s", hpvm_strerror(code));
    }
    unseen = true;
    return code;
}

int hpvm_error_set_text(int code, const char *text, size_t length) {
    if (length == 0) {
        return hpvm_error_set(code, "%s", hpvm_strerror(code));
    }
    if (length >= sizeof sentence) {
        length = sizeof sentence - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
            length--; /* not in the middle of a UTF-8 character */
        }
    }
    memcpy(sentence, text, length);
    sentence[length] = '\0';
    unseen = true;
    return code;
}

const char *hpvm_error_sentence(void) {
    return sentence;
}

void hpvm_error_clear(void) {
    sentence[0] = '\0';
    unseen = false;
}

const char *hpvm_last_error(void) {
    if (unseen) {
        unseen = false;
        if (hpvm_error_on_seen != NULL) {
            hpvm_error_on_seen();
        }
    }
    return sentence;
}

const char *hpvm_strerror(int code) {
    switch (code) {
    case HPVM_OK:
        return "no error";
#define HPVM_ERROR_LINE(name, number, meaning)                                                     \
    case -(number):                                                                                \
        return meaning;
        HPVM_ERRORS(HPVM_ERROR_LINE)
#undef HPVM_ERROR_LINE
    default:
        return "not an error of HPVM";
    }
}
