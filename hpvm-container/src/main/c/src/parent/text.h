/* Text that goes over a wire is UTF-8. */
#ifndef HPVM_TEXT_H
#define HPVM_TEXT_H

#include <stdbool.h>

bool hpvm_text_is_utf8(const char *text);

/* Makes every byte that is no part of UTF-8 a question mark. */
void hpvm_text_mend(char *text);

#endif
