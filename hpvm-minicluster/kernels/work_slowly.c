/* Sleeps for the seconds of its argument and says so. With "SECONDS fails MACHINE FILE" it fails on that machine as long
 * as there is no such file; with "SECONDS awaits MACHINE FILE" the machine makes the file, and the others wait for it. */
#include <hpvm.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int exists(const char *file) {
    return access(file, F_OK) == 0;
}

int kernel_main(long id, long size, void *args) {
    double seconds = 0;
    char word[8] = "", machine[64] = "", file[256] = "";
    if (size > 0) {
        sscanf(args, "%lf %7s %63s %255s", &seconds, word, machine, file);
    }
    int is_here = strcmp(hpvm_machine(), machine) == 0;
    if (strcmp(word, "fails") == 0 && is_here && !exists(file)) {
        return 5;
    }
    if (strcmp(word, "awaits") == 0 && is_here) {
        fclose(fopen(file, "w"));
    }
    if (strcmp(word, "awaits") == 0 && !exists(file)) {
        printf("task %ld waits\n", id);
        while (!exists(file)) {
            usleep(20000);
        }
    }
    usleep((useconds_t)(seconds * 1e6));
    printf("task %ld has worked\n", id);
    return HPVM_OK;
}
