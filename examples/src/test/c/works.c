/* works TREE TASKS ARGUMENT
 * Spawns so many tasks, all with that argument, and says what came of it. */
#include <hpvm.h>
#include <stdio.h>
#include <string.h>

static const char *argument;

static void *give_argument(long id, long *size) {
    (void)id;
    *size = (long)strlen(argument) + 1;
    return strdup(argument);
}

int main(int count, char **words) {
    if (count != 4) {
        return 64;
    }
    argument = words[3];
    hpvm_options *options = hpvm_options_new();
    hpvm_options_set(options, "copies", "off");
    hpvm_options_set(options, "attempts", "100");
    int status = hpvm_spawn_options(words[1], atol(words[2]), give_argument, options);
    printf("works: %d %s\n", status, status == HPVM_OK ? "" : hpvm_last_error());
    hpvm_options_free(options);
    return status == HPVM_OK ? 0 : 1;
}
