package org.hpvm.yarn.command;

import java.io.PrintStream;

/** Where a command prints: what scripts want to {@code out}, the talk to {@code err}. */
public record Console(PrintStream out, PrintStream err) {}
