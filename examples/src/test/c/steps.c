/* steps BYTES merge|write|late-merge|late-write MARK END: tasks fill a share, or the program does; then tasks read it. Once
 * halfway, before the reading or already before the filling, it waits until there is a file MARK, and at its end until
 * there is a file END. */
#include "steps.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_MILLISECONDS = 60000 };

static int64_t mode, bytes;

static void *arguments(long id, long *size) {
    (void)id;
    int64_t *block = malloc(2 * sizeof *block);
    block[0] = mode;
    block[1] = bytes;
    *size = 2 * sizeof *block;
    return block;
}

static void spawn(int64_t what) {
    mode = what;
    if (hpvm_spawn("", TASKS, arguments) != HPVM_OK) {
        fprintf(stderr, "steps: %s\n", hpvm_last_error());
        exit(1);
    }
}

static void wait_for(const char *mark, const char *where) {
    fprintf(stderr, "steps: %s\n", where);
    for (int waited = 0; access(mark, F_OK) != 0; waited++) {
        if (waited == PATIENCE_MILLISECONDS / 10) {
            fprintf(stderr, "steps: nobody made %s\n", mark);
            exit(3);
        }
        usleep(10000);
    }
}

int main(int count, char **words) {
    if (count != 5) {
        return 2;
    }
    bytes = strtoll(words[1], NULL, 10) / TASKS * TASKS;
    int merges = strstr(words[2], "merge") != NULL;
    int late = strstr(words[2], "late") != NULL;
    unsigned char *data = hpvm_alloc("data", HPVM_UINT8, (long)bytes);
    if (data == NULL) {
        fprintf(stderr, "steps: %s\n", hpvm_last_error());
        return 1;
    }
    if (late) {
        spawn(NOTHING);
        wait_for(words[3], "halfway");
    }
    for (int64_t at = 0; !merges && at < bytes; at++) {
        data[at] = byte_at(at, READ_WRITTEN);
    }
    spawn(merges ? MERGE : NOTHING);
    if (!late) {
        wait_for(words[3], "halfway");
    }
    spawn(merges ? READ_MERGED : READ_WRITTEN);
    for (int64_t at = 0; merges && at < bytes; at++) {
        if (data[at] != byte_at(at, READ_MERGED)) {
            fprintf(stderr, "steps: byte %lld is %d\n", (long long)at, data[at]);
            return 1;
        }
    }
    wait_for(words[4], "all right");
    return 0;
}
