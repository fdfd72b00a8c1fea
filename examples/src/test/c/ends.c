/* Runs 64 tasks of the tree TREE, twice, and prints how many were done each time.
 *
 * ends TREE [MACHINE,…] */
#include "on_machines.h"

#include <stdio.h>

int main(int count, char **words) {
    static int32_t done[64];
    if (count < 2 || hpvm_share("done", done, (long)sizeof done) != HPVM_OK) {
        return 2;
    }
    for (int round = 0; round < 2; round++) {
        if (spawn_on(words[1], count > 2 ? words[2] : "", 64, NULL) != HPVM_OK) {
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
