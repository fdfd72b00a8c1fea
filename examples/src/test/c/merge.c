/* Merges of all kinds; the kernel checks what it sees, this program what comes back. */
#include <hpvm.h>
#include <stdint.h>
#include <stdio.h>

enum { TASKS = 20, EACH = 5000, COUNT = TASKS * EACH };

static float input[COUNT], output[COUNT];
static char bytes[1000];
static int32_t winner[2] = {-1, -1};

int main(void) {
    int wrong = 0;
    for (long i = 0; i < COUNT; i++) {
        input[i] = (float)i;
    }
    hpvm_share("input", input, sizeof input);
    hpvm_share("output", output, sizeof output);
    hpvm_share("bytes", bytes, sizeof bytes);
    hpvm_share("winner", winner, sizeof winner);
    if (hpvm_spawn("", TASKS, NULL) != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    for (long i = 0; i < COUNT; i++) {
        wrong += output[i] != 2 * (float)i || input[i] != (float)i;
    }
    for (long i = 0; i < (long)sizeof bytes; i++) {
        wrong += bytes[i] != (i % 7 == 3 && i / 7 < TASKS ? (char)(i / 7 + 1) : 0);
    }
    wrong += winner[0] != TASKS - 1 || winner[1] != -1;
    if (wrong != 0) {
        fprintf(stderr, "%d elements are wrong; the winner is %d\n", wrong, (int)winner[0]);
    }
    return wrong != 0;
}
