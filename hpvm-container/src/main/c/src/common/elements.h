/* Element types, and the byte orders of machines. */
#ifndef HPVM_ELEMENTS_H
#define HPVM_ELEMENTS_H

#include "hpvm.h"

#include <stdbool.h>

/* Byte orders as the protocols number them. */
enum { HPVM_ORDER_LITTLE = 1, HPVM_ORDER_BIG = 2 };
#define HPVM_ORDER_HERE (HPVM_BIG_ENDIAN ? HPVM_ORDER_BIG : HPVM_ORDER_LITTLE)

/* Bytes of an element, or 0 if no type has that number. */
size_t hpvm_type_width(int type);

/* For messages: "float32". */
const char *hpvm_type_name(int type);

bool hpvm_type_is_float(int type);

#endif
