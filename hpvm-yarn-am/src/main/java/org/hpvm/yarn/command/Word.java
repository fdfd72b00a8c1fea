package org.hpvm.yarn.command;

/** What a word of the command line names: a command, or a group of them. */
public sealed interface Word permits Command, Group {
    String name();

    /** One line for lists, without a full stop. */
    String summary();
}
