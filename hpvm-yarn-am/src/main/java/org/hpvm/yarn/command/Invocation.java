package org.hpvm.yarn.command;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.settings.HpvmSettings;

/**
 * A command as it was called.
 *
 * @param path the words that named it, {@code app status}
 */
public record Invocation(String path, Command command, CommandLine line, Console console) {
    /** What follows the options. */
    public List<String> operands() {
        return line.getArgList();
    }

    /**
     * The only operand.
     *
     * @throws HpvmException if there is none, or more than one
     */
    public String onlyOperand() throws HpvmException {
        requireOperands(1);
        return operands().get(0);
    }

    /**
     * Refuses more or less than so many operands.
     *
     * @throws HpvmException naming what is missing or too much
     */
    public void requireOperands(int count) throws HpvmException {
        if (operands().size() < count) {
            throw new HpvmException(ErrorCode.INVALID, path + ": a word is missing: hpvm " + usage());
        }
        if (operands().size() > count) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    path + ": unexpected word \"" + operands().get(count) + "\"; hpvm " + usage());
        }
    }

    /**
     * Refuses fewer than {@code least} operands, or more than {@code most}.
     *
     * @throws HpvmException naming what is missing or too much
     */
    public void requireOperands(int least, int most) throws HpvmException {
        requireOperands(Math.max(least, Math.min(most, operands().size())));
    }

    /** The operand at a place, from 0, if it is there. */
    public Optional<String> operand(int place) {
        return place < operands().size() ? Optional.of(operands().get(place)) : Optional.empty();
    }

    private String usage() {
        return (path + ' ' + command.operands()).strip();
    }

    public boolean has(String option) {
        return line.hasOption(option);
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /** Hadoop's configuration and ours, with what {@code -D} sets. */
    public Configuration configuration() {
        Configuration configuration = HpvmSettings.configuration();
        line.getOptionProperties("D").forEach((key, value) -> configuration.set((String) key, (String) value));
        return configuration;
    }
}
