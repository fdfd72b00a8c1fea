/* Which machines are there, and which leaf of the tree does each run?
 *
 *   census [MACHINES [SECONDS]]   until so many machines were seen; gives up after so many seconds, 60
 *
 * Prints a line for each machine and leaf. */
#include "hpvm.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LINE = 128, TASKS = 64, MOST = 1024 };

static char lines[TASKS * LINE];
static char seen[MOST][LINE];
static int count_seen;

/* Machines among the lines seen: a machine with two leaves has two lines. */
static int machines(void) {
    int count = 0;
    for (int at = 0; at < count_seen; at++) {
        size_t length = strcspn(seen[at], " ") + 1;
        int earlier = 0;
        while (earlier < at && strncmp(seen[earlier], seen[at], length) != 0) {
            earlier++;
        }
        count += earlier == at;
    }
    return count;
}

static void note(const char *line) {
    for (int at = 0; at < count_seen; at++) {
        if (strcmp(seen[at], line) == 0) {
            return;
        }
    }
    if (count_seen < MOST) {
        strcpy(seen[count_seen++], line);
        puts(line);
        fflush(stdout);
    }
}

int main(int count, char **words) {
    long wanted = count > 1 ? strtol(words[1], NULL, 10) : 1;
    long seconds = count > 2 ? strtol(words[2], NULL, 10) : 60;
    if (wanted < 1 || wanted > MOST || seconds < 1 || count > 3) {
        fprintf(stderr, "usage: census [MACHINES [SECONDS]]\n");
        return 2;
    }
    if (hpvm_share("lines", lines, (long)sizeof lines) != HPVM_OK) {
        fprintf(stderr, "census: %s\n", hpvm_last_error());
        return 1;
    }
    time_t end = time(NULL) + seconds;
    while (machines() < wanted) {
        if (time(NULL) >= end) {
            fprintf(stderr, "census: saw %d machines of %ld in %ld s\n", machines(), wanted, seconds);
            return 1;
        }
        if (hpvm_spawn("", TASKS, NULL) != HPVM_OK) {
            fprintf(stderr, "census: %s\n", hpvm_last_error());
            return 1;
        }
        for (int task = 0; task < TASKS; task++) {
            note(lines + task * LINE);
        }
    }
    return 0;
}
