/* large BYTES sparse|dense: a share of so many bytes, of which tasks change those where 32 bits end. */
#include "large.h"

#include <stdio.h>
#include <string.h>

static int64_t what;

static void *arguments(long id, long *size) {
    (void)id;
    int64_t *block = malloc(sizeof *block);
    *block = what;
    *size = sizeof *block;
    return block;
}

static void spawn(int64_t how, long tasks) {
    what = how;
    if (hpvm_spawn("", tasks, arguments) != HPVM_OK) {
        fprintf(stderr, "large: spawn %d: %s\n", (int)how, hpvm_last_error());
        exit(1);
    }
}

static void require(const unsigned char *data, uint64_t at, unsigned char expected, const char *when) {
    if (data[at] != expected) {
        fprintf(stderr, "large: byte %llu is %d where %d is right, %s\n", (unsigned long long)at, data[at], expected,
                when);
        exit(1);
    }
}

int main(int count, char **words) {
    uint64_t size = count > 2 ? strtoull(words[1], NULL, 10) : 0;
    int dense = count > 2 && strcmp(words[2], "dense") == 0;
    uint64_t edge[MOST_EDGES], start, end;
    long tasks = 2 * edges(size, edge);
    unsigned char *data = hpvm_alloc("data", HPVM_UINT8, (long)size);
    if (data == NULL) {
        fprintf(stderr, "large: %s\n", hpvm_last_error());
        return 1;
    }
    for (long task = 0; task < tasks; task++) {
        window(size, edge, task, &start, &end);
        for (uint64_t at = start; at < end; at++) {
            data[at] = before(at);
        }
    }
    for (uint64_t at = 0; dense && at < size; at++) {
        data[at] = before(at);
    }

    spawn(MERGE, tasks);
    uint64_t known = 0;
    for (long task = 0; task < tasks; task++) {
        window(size, edge, task, &start, &end);
        uint64_t next = end;
        if (task % 2 == 0) {
            uint64_t unused;
            window(size, edge, task + 1, &next, &unused);
            next = next < start ? start : next;
            for (uint64_t at = known; dense && at < start; at++) {
                require(data, at, before(at), "between the windows");
            }
        }
        for (uint64_t at = start; at < (task % 2 == 0 ? next : end); at++) {
            require(data, at, after(at, task), "after the merge");
        }
        known = end;
    }

    spawn(ADD, tasks);
    for (int at_edge = 0; at_edge < tasks / 2; at_edge++) {
        uint64_t other;
        window(size, edge, 2 * at_edge + 1, &start, &end);
        window(size, edge, 2 * at_edge, &other, &other);
        for (uint64_t at = start; at < end; at++) {
            unsigned char ones = at < other ? 2 : 1;
            require(data, at, (unsigned char)(after(at, 2 * at_edge + 1) + ones), "after the addition");
        }
    }

    for (int at_edge = 0; at_edge < tasks / 2; at_edge++) {
        window(size, edge, 2 * at_edge + 1, &start, &end);
        memset(data + edge[at_edge], 0, (size_t)(end - edge[at_edge]));
    }
    spawn(CLEAR, tasks);
    return 0;
}
