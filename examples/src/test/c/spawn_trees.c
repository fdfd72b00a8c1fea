/* spawn_trees TREE[,KEY=VALUE]...[:ARGUMENT] ...
 * Spawns 8 tasks of each tree in turn, with options and an argument that all tasks get, and says of each
 * what came of it and what the share "output", which is zero before, holds then. */
#include <hpvm.h>
#include <stdio.h>
#include <string.h>

static const char *argument;

static void *give_argument(long id, long *size) {
    (void)id;
    *size = argument == NULL ? 0 : (long)strlen(argument) + 1;
    return argument == NULL ? NULL : strdup(argument);
}

int main(int count, char **words) {
    static int output[8];
    hpvm_share("output", output, sizeof output);
    for (int word = 1; word < count; word++) {
        hpvm_options *options = hpvm_options_new();
        argument = strchr(words[word], ':');
        char *tree = strtok(words[word], ":");
        tree = strtok(tree, ",");
        for (char *option = strtok(NULL, ","); option != NULL; option = strtok(NULL, ",")) {
            char *value = strchr(option, '=');
            *value = '\0';
            hpvm_options_set(options, option, value + 1);
        }
        argument = argument == NULL ? NULL : argument + 1;
        memset(output, 0, sizeof output);
        int status = hpvm_spawn_options(tree, 8, give_argument, options);
        printf("%s: %d", strrchr(tree, '/') + 1, status);
        for (int task = 0; task < 8; task++) {
            printf(" %d", output[task]);
        }
        printf(" %s\n", status == HPVM_OK ? "" : hpvm_last_error());
        fflush(stdout);
        hpvm_options_free(options);
    }
    return 0;
}
