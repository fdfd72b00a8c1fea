/* In how many ways can n queens stand on a board of n by n, none attacking another?
 *
 *   nqueens N        N from 2 to 20
 *
 * A task for each way to place the first two queens; what the tasks find is added up on the way. */
#include "hpvm.h"

#include <stdio.h>

static long n;

static void *board(long id, long *size) {
    (void)id;
    long *block = malloc(sizeof *block);
    if (block != NULL) {
        *block = n;
        *size = sizeof *block;
    }
    return block;
}

int main(int count, char **words) {
    n = count == 2 ? strtol(words[1], NULL, 10) : 0;
    if (n < 2 || n > 20) {
        fprintf(stderr, "usage: nqueens N, from 2 to 20\n");
        return 2;
    }
    int64_t found = 0;
    if (hpvm_share("found", &found, (long)sizeof found) != HPVM_OK || hpvm_spawn("", n * n, board) != HPVM_OK) {
        fprintf(stderr, "nqueens: %s\n", hpvm_last_error());
        return 1;
    }
    printf("%lld\n", (long long)found);
    return 0;
}
