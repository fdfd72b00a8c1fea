/* watches NAP SLEEP_FOREVER EMPTY
 * Starts spawns of the three trees, watches one, cancels one, waits for all, and prints what it found. */
#include <hpvm.h>
#include <stdio.h>
#include <unistd.h>

static void print_task(long id) {
    hpvm_task task;
    int status = hpvm_task_status(id, &task);
    printf("task %ld: %d state %d attempts %d machine %s leaf %s cause %s\n", id, status, task.state, task.attempts,
           task.machine, task.leaf, task.cause);
}

int main(int count, char **words) {
    hpvm_options *options = hpvm_options_new();
    int is_over = 0, refused;
    hpvm_options_set(options, "attempts", "2");
    if (count != 4 || hpvm_spawn_start(words[1], 4, NULL, options) != HPVM_OK) {
        return 1;
    }
    refused = hpvm_spawn(words[3], 1, NULL);
    printf("second: %d %s\n", refused, hpvm_last_error());
    while (!is_over && hpvm_progress(&is_over) < 1) {
        usleep(10000);
    }
    printf("progress: %s\n", hpvm_progress(NULL) >= 1 || is_over ? "seen" : "none");
    printf("wait: %d\n", hpvm_wait());
    printf("cause: %s\n", hpvm_last_error());
    print_task(0);
    print_task(3);
    refused = hpvm_task_status(4, &(hpvm_task){0});
    printf("no task: %d %s\n", refused, hpvm_last_error());
    hpvm_spawn_start(words[2], 4, NULL, NULL);
    sleep(1);
    hpvm_cancel();
    printf("cancelled: %d", hpvm_wait());
    printf(" %s\n", hpvm_last_error());
    hpvm_spawn_start(words[3], 1000, NULL, NULL);
    printf("empty: %d", hpvm_wait());
    printf(" progress %ld\n", hpvm_progress(NULL));
    hpvm_options_free(options);
    return 0;
}
