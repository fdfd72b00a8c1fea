/* Runs a worker so that nothing of it outlives it, and tells how it ended:
 *
 *   hpvm-exec --status FILE [--address-space BYTES] -- COMMAND ARGS...
 *
 * The command runs in a session of its own. When it ends, what it has started is killed; when this
 * program is told to end (SIGTERM, SIGINT, SIGHUP) or the process that started it dies, all of it is.
 * It is two processes, a guard and a keeper, each of which does that when the other is killed; they are
 * in sessions of their own, so that nothing that is sent to the group of who started them kills both.
 * FILE then holds "exited N", "signalled N" or "unstartable REASON". Exits with the command's status,
 * 128 plus its signal, 126 or 127 if it could not be started, 125 if this program was called wrongly. */
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_USAGE = 125, STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127, SIGNAL_BASE = 128 };
enum { BUSY_TRIES = 100, BUSY_MILLISECONDS = 20, ORPHAN_SECONDS = 10, WAIT_MILLISECONDS = 2 };

/* Sent by the kernel when the thread that started us ends, which need not be its process. */
#define PARENT_SIGNAL SIGUSR1

struct request {
    const char *status_file;
    rlim_t address_space; /* RLIM_INFINITY: as it is */
    char **command;
};

/* What a child that could not execute its command says. */
struct failure {
    int number;
    char step[24];
};

static void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "hpvm-exec: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
}

static bool read_bytes(const char *text, rlim_t *bytes) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0' || errno != 0 || value == 0 || (rlim_t)value != value) {
        return false;
    }
    *bytes = (rlim_t)value;
    return true;
}

static bool read_arguments(int count, char **words, struct request *request) {
    request->address_space = RLIM_INFINITY;
    int at = 1;
    for (; at < count && strcmp(words[at], "--") != 0; at += 2) {
        if (at + 1 == count) {
            return false;
        }
        if (strcmp(words[at], "--status") == 0) {
            request->status_file = words[at + 1];
        } else if (strcmp(words[at], "--address-space") != 0 ||
                   !read_bytes(words[at + 1], &request->address_space)) {
            return false;
        }
    }
    request->command = words + at + 1;
    return request->status_file != NULL && at + 1 < count;
}

static void pause_milliseconds(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static int64_t now_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- The child ---- */

/* A file that was just written is busy for as long as some other process, forked at that moment, holds
 * the descriptor it was written through. */
static void execute_file(const char *path, char **command) {
    for (int tries = 0; tries < BUSY_TRIES; tries++) {
        execv(path, command);
        if (errno != ETXTBSY) {
            return;
        }
        pause_milliseconds(BUSY_MILLISECONDS);
    }
}

/* Unlike execvp this never hands a program of another machine to the shell. */
static void execute(char **command) {
    const char *name = command[0];
    if (strchr(name, '/') != NULL || *name == '\0') {
        execute_file(name, command);
        return;
    }
    const char *path = getenv("PATH");
    if (path == NULL) {
        path = "/usr/local/bin:/usr/bin:/bin";
    }
    int fault = ENOENT;
    while (true) {
        size_t length = strcspn(path, ":");
        char file[PATH_MAX];
        int written = length == 0 ? snprintf(file, sizeof file, "./%s", name)
                                  : snprintf(file, sizeof file, "%.*s/%s", (int)length, path, name);
        if (written > 0 && (size_t)written < sizeof file) {
            execute_file(file, command);
            if (errno != ENOENT && errno != ENOTDIR) {
                fault = errno;
                if (errno != EACCES) {
                    break;
                }
            }
        }
        if (path[length] == '\0') {
            break;
        }
        path += length + 1;
    }
    errno = fault;
}

_Noreturn static void fail(int report, const char *step) {
    struct failure failure;
    memset(&failure, 0, sizeof failure);
    failure.number = errno;
    snprintf(failure.step, sizeof failure.step, "%s", step);
    ssize_t ignored = write(report, &failure, sizeof failure);
    (void)ignored;
    _exit(STATUS_NOT_EXECUTABLE);
}

_Noreturn static void be_child(const struct request *request, const sigset_t *mask, pid_t parent, int report) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        fail(report, "prctl");
    }
    if (getppid() != parent) {
        _exit(STATUS_NOT_EXECUTABLE);
    }
    if (setsid() < 0) {
        fail(report, "setsid");
    }
    if (request->address_space != RLIM_INFINITY) {
        struct rlimit limit = {request->address_space, request->address_space};
        if (setrlimit(RLIMIT_AS, &limit) != 0) {
            fail(report, "limit its address space");
        }
    }
    sigprocmask(SIG_SETMASK, mask, NULL);
    execute(request->command);
    fail(report, "");
}

/* ---- The parent ---- */

/* Children of this process that have not been waited for: none of their numbers can be another's. */
static void kill_children(void) {
    DIR *processes = opendir("/proc");
    if (processes == NULL) {
        return;
    }
    long self = (long)getpid();
    struct dirent *entry;
    while ((entry = readdir(processes)) != NULL) {
        if (!isdigit((unsigned char)entry->d_name[0])) {
            continue;
        }
        char path[PATH_MAX];
        char text[512];
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            continue;
        }
        ssize_t length = read(file, text, sizeof text - 1);
        close(file);
        if (length <= 0) {
            continue;
        }
        text[length] = '\0';
        const char *name_end = strrchr(text, ')');
        long parent;
        if (name_end != NULL && sscanf(name_end + 1, " %*c %ld", &parent) == 1 && parent == self) {
            kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
        }
    }
    closedir(processes);
}

/* Waits for what has ended already. Sets the status of the child if that is among it; false once no
 * children are left. */
static bool reap(pid_t child, int *status, bool *has_ended) {
    while (true) {
        siginfo_t info;
        memset(&info, 0, sizeof info);
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        if (info.si_pid == 0) {
            return true;
        }
        int ended;
        if (info.si_pid == child) {
            kill(-child, SIGKILL); /* its group, while the number is surely its own */
        }
        if (waitpid(info.si_pid, &ended, 0) == child) {
            *status = ended;
            *has_ended = true;
        }
    }
}

/* As a subreaper, this process becomes the parent of whatever loses its own: killing children again
 * and again reaches the whole tree. What cannot be killed, waiting for a dead disk, is left. */
static void kill_tree(pid_t child, int *status, bool *has_ended) {
    int64_t limit = now_milliseconds() + ORPHAN_SECONDS * 1000;
    if (!*has_ended) {
        kill(-child, SIGKILL);
        kill(child, SIGKILL);
    }
    while (reap(child, status, has_ended) && now_milliseconds() < limit) {
        kill_children();
        if (!reap(child, status, has_ended)) {
            return;
        }
        pause_milliseconds(WAIT_MILLISECONDS);
    }
}

/* Until the child has ended, or all is to end. */
static void watch(pid_t child, pid_t parent, const sigset_t *signals, int *status, bool *has_ended) {
    while (true) {
        reap(child, status, has_ended);
        if (*has_ended || getppid() != parent) {
            return;
        }
        int number = sigwaitinfo(signals, NULL);
        if (number > 0 && number != SIGCHLD && number != PARENT_SIGNAL) {
            return;
        }
    }
}

static void write_status(const char *path, const char *text) {
    char aside[PATH_MAX];
    int length = snprintf(aside, sizeof aside, "%s.new", path);
    if (length < 0 || (size_t)length >= sizeof aside) {
        complain("the path of the status file is too long");
        return;
    }
    int file = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    size_t bytes = strlen(text);
    if (file < 0 || write(file, text, bytes) != (ssize_t)bytes || close(file) != 0 || rename(aside, path) != 0) {
        complain("cannot write %s: %s", path, strerror(errno));
        unlink(aside);
    }
}

static int tell(const struct request *request, int status, const struct failure *failure) {
    char text[PATH_MAX + 256];
    int result;
    if (failure != NULL) {
        snprintf(text, sizeof text, "unstartable cannot execute %s: %s%s%s\n", request->command[0], failure->step,
                 failure->step[0] == '\0' ? "" : ": ", strerror(failure->number));
        result = failure->number == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE;
    } else if (WIFSIGNALED(status)) {
        snprintf(text, sizeof text, "signalled %d\n", WTERMSIG(status));
        result = SIGNAL_BASE + WTERMSIG(status);
    } else {
        snprintf(text, sizeof text, "exited %d\n", WEXITSTATUS(status));
        result = WEXITSTATUS(status);
    }
    write_status(request->status_file, text);
    return result;
}

static int cannot_start(const struct request *request, const char *step) {
    struct failure failure;
    memset(&failure, 0, sizeof failure);
    failure.number = errno;
    snprintf(failure.step, sizeof failure.step, "%s", step);
    return tell(request, 0, &failure);
}

/* Runs the command; its parent is the guard. */
static int keep(const struct request *request, pid_t guard, const sigset_t *signals, const sigset_t *before) {
    int report[2];
    setsid();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || prctl(PR_SET_PDEATHSIG, PARENT_SIGNAL) != 0) {
        return cannot_start(request, "prctl");
    }
    if (pipe2(report, O_CLOEXEC) != 0) {
        return cannot_start(request, "pipe");
    }
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) {
        return cannot_start(request, "fork");
    }
    if (child == 0) {
        be_child(request, before, self, report[1]);
    }
    /* The worker's pipes end with the worker. */
    close(0);
    close(1);
    close(report[1]);
    int status = 0;
    bool has_ended = false;
    watch(child, guard, signals, &status, &has_ended);
    kill_tree(child, &status, &has_ended);
    if (!has_ended) {
        status = SIGKILL; /* it will be, once the system lets it go */
    }
    struct failure failure;
    bool failed = read(report[0], &failure, sizeof failure) == (ssize_t)sizeof failure;
    return tell(request, status, failed ? &failure : NULL);
}

/* Waits for the keeper. If that is killed, all that it kept becomes this process's and is killed here. */
static int guard(const struct request *request, pid_t keeper, pid_t parent, const sigset_t *signals) {
    close(0);
    close(1);
    int status = 0;
    bool has_ended = false;
    watch(keeper, parent, signals, &status, &has_ended);
    while (!has_ended) {
        kill(keeper, SIGTERM);
        watch(keeper, getppid(), signals, &status, &has_ended);
    }
    kill_tree(keeper, &status, &has_ended);
    return WIFSIGNALED(status) ? tell(request, status, NULL) : WEXITSTATUS(status);
}

int main(int count, char **words) {
    struct request request = {0};
    if (!read_arguments(count, words, &request)) {
        complain("usage: hpvm-exec --status FILE [--address-space BYTES] -- COMMAND ARGS...");
        return STATUS_USAGE;
    }
    pid_t parent = getppid();
    sigset_t signals;
    sigset_t before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, PARENT_SIGNAL);
    sigprocmask(SIG_BLOCK, &signals, &before);
    sigdelset(&before, SIGCHLD);
    signal(SIGCHLD, SIG_DFL); /* ignored, as some start us, it would leave nothing to wait for */
    setsid();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || prctl(PR_SET_PDEATHSIG, PARENT_SIGNAL) != 0) {
        return cannot_start(&request, "prctl");
    }
    pid_t self = getpid();
    pid_t keeper = fork();
    if (keeper < 0) {
        return cannot_start(&request, "fork");
    }
    return keeper == 0 ? keep(&request, self, &signals, &before) : guard(&request, keeper, parent, &signals);
}
