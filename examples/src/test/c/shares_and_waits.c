/* A parent that has spawned, says so with a file, and then waits until it is killed. */
#include <hpvm.h>
#include <stdio.h>
#include <unistd.h>

static float output[1000000];

static void *callback(long id, long *size) {
    long *arguments = malloc(2 * sizeof *arguments);
    arguments[0] = id * 10;
    arguments[1] = id * 10 + 10;
    *size = 2 * sizeof *arguments;
    return arguments;
}

int main(void) {
    if (hpvm_share("output", output, sizeof output) != HPVM_OK || hpvm_spawn("", 4, callback) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    fclose(fopen("spawned", "w"));
    for (;;) {
        pause();
    }
}
