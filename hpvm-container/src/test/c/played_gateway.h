/* Plays the gateway of docs/protocols/parent-protocol.md for a program in a process of its own. */
#ifndef PLAYED_GATEWAY_H
#define PLAYED_GATEWAY_H

#include "frames.h"
#include "hpvm.h"

#include <stdio.h>
#include <sys/types.h>

extern const char *test;

/* On both sides of the socket; the program's side then ends with 1, which finish() sees. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s: %s (last error: %s)\n", __FILE__, __LINE__, test,          \
                    #condition, hpvm_last_error());                                                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

enum { LIMIT_MILLISECONDS = 30000 };

extern pid_t program;

void open_directory(void);
void close_directory(void);

/* A path in the test's directory, valid until the next call. */
char *at(const char *name);

/* Listens, starts the program and takes its link; the program ends when its function returns. */
void begin(const char *name, void (*run)(void));

/* The same, and exchanges HELLO and WELCOME. */
void begin_greeted(const char *name, void (*run)(void));

/* Takes the link of a program that somebody else has started. */
void listen_here(void);
void take_link(void);

/* The next frame, whose type must be this. */
struct hpvm_frame heard(unsigned type);

/* Whether the program has closed its side. */
bool has_closed(void);
void hang_up(void);

/* The program must end with this status. */
void finish(void);
void finish_with(int status);

/* ---- What the gateway says ---- */

struct hpvm_buffer *say(unsigned type);
void said(void);
void welcome(unsigned version);
void reply(int status, const char *message, const char *path);
void done(int status, const char *message);
void want(uint64_t first, uint32_t count);
void merged(const char *name, uint64_t start, uint64_t end);

void progress(uint64_t tasks);

/* Takes a question about a task, and answers it. */
void asked(uint64_t task);
void task_status(int status, const char *message, unsigned state, uint32_t attempts, const char *machine,
                 const char *leaf, const char *cause);

/* ---- Shares ---- */

/* Answers SHARE with a shadow, which is looked at through the address that it gives, and takes
 * SHARE_MAPPED. */
unsigned char *share(const char *name, int type, int64_t size);

/* Takes a CHANGED frame of one share: these ranges, each "start-end" in bytes, written and cleared. */
void changed(const char *name, const char *written, const char *cleared);

/* Takes a SPAWN frame. */
void spawned(const char *tree, int64_t tasks);

/* A call that the library refused itself: its FAILED frame. */
void refused(int code, const char *call, const char *part_of_message);

#endif
