/* Spawns one task and prints when it began, in nanoseconds since 1970. */
#include <hpvm.h>
#include <stdint.h>
#include <stdio.h>

static void *nothing(long id, long *size) {
    (void)id;
    *size = 0;
    return NULL;
}

int main(void) {
    static int64_t moments[1];
    if (hpvm_share("moments", moments, sizeof moments) != HPVM_OK || hpvm_spawn("", 1, nothing) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    printf("%lld\n", (long long)moments[0]);
    return 0;
}
