/* The sentence of a thread's last failure. */
#ifndef HPVM_ERRORS_H
#define HPVM_ERRORS_H

#include "hpvm.h"

#include <stdbool.h>

#if defined(__GNUC__)
#define HPVM_PRINTF(sentence, first) __attribute__((format(printf, sentence, first)))
#else
#define HPVM_PRINTF(sentence, first)
#endif

/* Keeps the sentence and returns the code, so that a caller can write return hpvm_error_set(...). */
int hpvm_error_set(int code, const char *format, ...) HPVM_PRINTF(2, 3);

/* The same with a sentence that crossed a wire; it need not end in a NUL. */
int hpvm_error_set_text(int code, const char *text, size_t length);

/* The sentence, without counting as having been read by the program. */
const char *hpvm_error_sentence(void);

/* Forgets the sentence of this thread. */
void hpvm_error_clear(void);

/* Called when the program reads a sentence for the first time; NULL as a rule. */
extern void (*hpvm_error_on_seen)(void);

#endif
