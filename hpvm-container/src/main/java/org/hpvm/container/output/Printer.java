package org.hpvm.container.output;

import org.hpvm.model.ByteSize;

/**
 * A task that prints.
 *
 * @param isShown whether somebody wants to see at once what it prints
 * @param most of what it prints, so much is kept; zero: all
 */
public record Printer(long spawn, long task, boolean isShown, ByteSize most) {}
