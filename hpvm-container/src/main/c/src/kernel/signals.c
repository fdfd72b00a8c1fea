#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "signals.h"

#ifndef _WIN32
#include <signal.h>
#include <string.h>

static void nothing(int number) {
    (void)number;
}

void hpvm_signals_catch_pipe(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = SA_RESTART;
    sigaction(SIGPIPE, &action, NULL);
}
#else
#include <stdio.h>
#include <windows.h>

/* Without it the system may show a window, or start a debugger. The low byte of the exit status is that of the
 * exception. */
static LONG WINAPI end(EXCEPTION_POINTERS *fault) {
    DWORD code = fault->ExceptionRecord->ExceptionCode;
    char line[96];
    int length = snprintf(line, sizeof line, "hpvm: exception 0x%08lX at %p\n", (unsigned long)code,
                          fault->ExceptionRecord->ExceptionAddress);
    DWORD put;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), line, (DWORD)length, &put, NULL);
    TerminateProcess(GetCurrentProcess(), code);
    return EXCEPTION_EXECUTE_HANDLER;
}

void hpvm_signals_catch_pipe(void) {
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(end);
}
#endif
