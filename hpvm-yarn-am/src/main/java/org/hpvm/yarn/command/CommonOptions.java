package org.hpvm.yarn.command;

import org.apache.commons.cli.Option;

/** Options that mean the same in every command that has them. */
public final class CommonOptions {
    static final String HELP = "help";
    static final String OUTPUT = "output";

    private CommonOptions() {}

    /** {@code -D key=value}, for every command that speaks with a cluster. */
    public static Option setting() {
        return Option.builder("D")
                .numberOfArgs(2)
                .valueSeparator('=')
                .argName("key=value")
                .desc("change a setting of HPVM or of Hadoop; repeatable")
                .build();
    }

    /** {@code --output json|table}; {@link Table#print} obeys it. */
    public static Option output() {
        return valued(OUTPUT, "json|table", "how to print; default table");
    }

    static Option help() {
        return flag(HELP, "print this and do nothing");
    }

    /** An option without a value. */
    public static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).build();
    }

    /**
     * An option whose value may be left out; if it is there it follows {@code =}, as the next word may be a program.
     */
    public static Option maybeValued(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .optionalArg(true)
                .argName(value)
                .desc(description)
                .build();
    }

    /** An option with a value. */
    public static Option valued(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .build();
    }
}
