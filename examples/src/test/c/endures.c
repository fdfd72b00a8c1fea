/* endures TREE SPAWNS TASKS
 * Spawns the tree again and again, so many tasks each time. After a tenth of the spawns and at the end it prints its
 * open descriptors, threads and resident KiB, and goes on when it has read a line. */
#include <dirent.h>
#include <hpvm.h>
#include <stdio.h>
#include <string.h>

static int descriptors(void) {
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count - 3; /* itself, and the two with dots */
}

static long status_line(const char *name) {
    char line[256];
    long value = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            sscanf(line + strlen(name), "%ld", &value);
        }
    }
    fclose(file);
    return value;
}

static void look(void) {
    char line[16];
    printf("%d %ld %ld\n", descriptors(), status_line("Threads:"), status_line("VmRSS:"));
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL) {
        exit(3);
    }
}

int main(int count, char **words) {
    long spawns = count == 4 ? atol(words[2]) : 0;
    for (long spawn = 1; spawn <= spawns; spawn++) {
        if (hpvm_spawn(words[1], atol(words[3]), NULL) != HPVM_OK) {
            fprintf(stderr, "spawn %ld: %s\n", spawn, hpvm_last_error());
            return 1;
        }
        if (spawn == (spawns + 9) / 10 || spawn == spawns) {
            look();
        }
    }
    return 0;
}
