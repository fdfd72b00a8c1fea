package org.hpvm.yarn.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.settings.Nearest;
import org.hpvm.settings.SettingsReader;

/**
 * What a task may take.
 *
 * @param attempts how often it may fail; 1 or more
 * @param time zero: no limit
 * @param memory address space of its worker; zero: no limit
 * @param output what it may print
 * @param copies whether a second copy of it may run when it takes long
 */
public record TaskLimits(int attempts, Duration time, ByteSize memory, ByteSize output, boolean copies) {
    private static final Set<String> OPTIONS = Set.of("attempts", "time", "memory", "output", "copies");

    /**
     * These limits with the options of one spawn over them.
     *
     * @throws HpvmException naming every option that is wrong or unknown
     */
    public TaskLimits with(Map<String, String> options) throws HpvmException {
        List<String> faults = new ArrayList<>();
        TaskLimits limits = this;
        for (Map.Entry<String, String> option : options.entrySet()) {
            try {
                limits = limits.with(option.getKey(), option.getValue());
            } catch (IllegalArgumentException e) {
                faults.add(option.getKey() + ": " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "read the options of a spawn: " + String.join("; ", faults));
        }
        return limits;
    }

    private TaskLimits with(String option, String value) {
        return switch (option) {
            case "attempts" -> new TaskLimits(attempts(value), time, memory, output, copies);
            case "time" -> new TaskLimits(attempts, SettingsReader.parseDuration(value), memory, output, copies);
            case "memory" -> new TaskLimits(attempts, time, ByteSize.parse(value), output, copies);
            case "output" -> new TaskLimits(attempts, time, memory, ByteSize.parse(value), copies);
            case "copies" -> new TaskLimits(attempts, time, memory, output, SettingsReader.parseSwitch(value));
            default ->
                throw new IllegalArgumentException(
                        "there is no such option; did you mean " + Nearest.to(option, OPTIONS) + "?");
        };
    }

    private static int attempts(String value) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("not a number from 1 up: \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
