/* Prints what is hard to show: task 0 a line that ends before the task does, which waits for the file that is named by
 * its argument; task 1 much; task 2 a megabyte without an end of a line; task 3 bytes that a terminal obeys; task 4 on
 * the standard error. The others print nothing. */
#include <hpvm.h>
#include <stdio.h>
#include <unistd.h>

enum { LINES = 200000, BYTES = 1 << 20 };

int kernel_main(long id, long size, void *args) {
    if (id == 0) {
        printf("I live\n");
        while (size > 0 && access(args, F_OK) != 0) {
            usleep(10000);
        }
        printf("I end");
    }
    for (int line = 0; id == 1 && line < LINES; line++) {
        printf("line %d of many\n", line);
    }
    for (int byte = 0; id == 2 && byte < BYTES; byte++) {
        putchar('x');
    }
    if (id == 3) {
        printf("\033[2J\033]0;title\007red \033[31m\n");
        for (int byte = 0; byte < 256; byte++) {
            putchar(byte);
        }
    }
    if (id == 4) {
        fprintf(stderr, "to the standard error\n");
    }
    return HPVM_OK;
}
