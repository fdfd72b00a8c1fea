/* Signals, as far as the worker changes them. */
#ifndef HPVM_KERNEL_SIGNALS_H
#define HPVM_KERNEL_SIGNALS_H

/* An agent that has gone is an error, not a signal, to the worker; programs that the kernel executes
 * find SIGPIPE as it was, which they would not if it were ignored. */
void hpvm_signals_catch_pipe(void);

#endif
