/* A parent that spawns argv[1] tasks without arguments, prints its own words, and ends with argv[2]. */
#include <hpvm.h>
#include <stdio.h>
#include <stdlib.h>

static void *none(long id, long *size) {
    (void)id;
    *size = 0;
    return NULL;
}

int main(int count, char **words) {
    if (count != 3) {
        return 64;
    }
    if (hpvm_spawn("", atol(words[1]), none) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 65;
    }
    printf("the program spawned %s tasks\n", words[1]);
    return atoi(words[2]);
}
