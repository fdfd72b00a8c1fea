/* pieces TASKS PIECES: tasks that each merge so many bytes, none beside another. */
#include <hpvm.h>
#include <stdint.h>
#include <stdio.h>

static int64_t pieces;

static void *arguments(long id, long *size) {
    (void)id;
    int64_t *copy = malloc(sizeof *copy);
    *copy = pieces;
    *size = sizeof *copy;
    return copy;
}

int main(int count, char **words) {
    long tasks = count > 2 ? atol(words[1]) : 1;
    pieces = count > 2 ? atol(words[2]) : 1;
    long bytes = 2 * tasks * pieces;
    unsigned char *data = hpvm_alloc("data", HPVM_UINT8, bytes);
    if (data == NULL || hpvm_spawn("", tasks, arguments) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    long wrong = 0;
    for (long at = 0; at < bytes; at++) {
        wrong += data[at] != (at % 2 == 0 ? (at / 2 % 251) + 1 : 0);
    }
    if (wrong != 0) {
        fprintf(stderr, "%ld bytes are wrong\n", wrong);
    }
    return wrong != 0;
}
