package org.hpvm.yarn.settings;

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
 * What a parent wishes of one spawn.
 *
 * @param leaf the only one that may run, as {@code architecture/os/optimization}; empty: whichever suits each machine
 * @param machines friendly names of the only ones that may work for it; empty: all
 */
public record SpawnWishes(TaskLimits limits, String leaf, List<String> machines) {
    private static final Set<String> OPTIONS =
            Set.of("attempts", "time", "memory", "output", "copies", "leaf", "machines");

    /** Copies what it is given. */
    public SpawnWishes {
        machines = List.copyOf(machines);
    }

    /**
     * Reads the options of a spawn.
     *
     * @param limits of tasks where no option says otherwise
     * @throws HpvmException naming every option that is wrong or unknown
     */
    public static SpawnWishes read(TaskLimits limits, Map<String, String> options) throws HpvmException {
        List<String> faults = new ArrayList<>();
        SpawnWishes wishes = new SpawnWishes(limits, "", List.of());
        for (Map.Entry<String, String> option : options.entrySet()) {
            try {
                wishes = wishes.with(option.getKey(), option.getValue());
            } catch (IllegalArgumentException e) {
                faults.add(option.getKey() + ": " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "read the options of a spawn: " + String.join("; ", faults));
        }
        return wishes;
    }

    private SpawnWishes with(String option, String value) {
        return switch (option) {
            case "attempts" -> with(limits.withAttempts(attempts(value)));
            case "time" -> with(limits.withTime(SettingsReader.parseDuration(value)));
            case "memory" -> with(limits.withMemory(ByteSize.parse(value)));
            case "output" -> with(limits.withOutput(ByteSize.parse(value)));
            case "copies" -> with(limits.withCopies(SettingsReader.parseSwitch(value)));
            case "leaf" -> new SpawnWishes(limits, value, machines);
            case "machines" -> new SpawnWishes(limits, leaf, names(value));
            default ->
                throw new IllegalArgumentException(
                        "there is no such option; did you mean " + Nearest.to(option, OPTIONS) + "?");
        };
    }

    private SpawnWishes with(TaskLimits changed) {
        return new SpawnWishes(changed, leaf, machines);
    }

    private static int attempts(String value) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("not a number from 1 up: \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    private static List<String> names(String value) {
        List<String> names = List.of(value.strip().split("\\s*,\\s*", -1));
        if (names.contains("")) {
            throw new IllegalArgumentException("not names with commas between them: \"" + value + "\"");
        }
        return names;
    }
}
