/* Runs 64 tasks of the tree TREE, twice, and prints how many were done each time. */
#include "hpvm.h"

#include <stdio.h>

int main(int count, char **words) {
    static int32_t done[64];
    if (count != 2 || hpvm_share("done", done, (long)sizeof done) != HPVM_OK) {
        return 2;
    }
    for (int round = 0; round < 2; round++) {
        if (hpvm_spawn(words[1], 64, NULL) != HPVM_OK) {
            fprintf(stderr, "%s\n", hpvm_last_error());
            return 1;
        }
        int sum = 0;
        for (int task = 0; task < 64; task++) {
            sum += done[task];
            done[task] = 0;
        }
        printf("%d\n", sum);
    }
    return 0;
}
