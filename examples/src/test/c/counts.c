/* Shares the counter "count", to which each of 8 tasks adds 1, and the memory "field" of 4 numbers, which each task
 * multiplies by 2 where its id says. Prints field as it was before. */
#include <hpvm.h>
#include <stdio.h>

static int64_t count;

static void *nothing(long id, long *size) {
    (void)id;
    *size = 0;
    return NULL;
}

int main(void) {
    int64_t *field = hpvm_alloc("field", HPVM_INT64, 4);
    if (field == NULL || hpvm_share("count", &count, sizeof count) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    printf("field %ld %ld %ld %ld\n", (long)field[0], (long)field[1], (long)field[2], (long)field[3]);
    fflush(stdout);
    if (hpvm_spawn("", 8, nothing) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    return count == 8 ? 0 : 3;
}
