package org.hpvm.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Reads settings out of text, once, and tells every fault at once. The values that hold when nobody sets anything are
 * in {@code hpvm-default.xml}, not in code. Not thread-safe.
 */
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    private final Map<String, String> values;
    private final Set<String> read = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    /** Reads from these values, of which only the keys that begin with {@code hpvm.} count. */
    public SettingsReader(Map<String, String> values) {
        this.values = new TreeMap<>(values);
        this.values.keySet().removeIf(key -> !key.startsWith("hpvm."));
    }

    /**
     * One setting.
     *
     * @param parser throws {@link IllegalArgumentException} with what is wrong
     * @param onFault stands in for a value that is missing or wrong, so that reading goes on to the next fault
     */
    public <T> T read(String key, Function<String, T> parser, T onFault) {
        read.add(key);
        String text = values.get(key);
        if (text == null) {
            faults.add(key + ": it is not set, not even in hpvm-default.xml");
            return onFault;
        }
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            faults.add(key + ": " + e.getMessage());
            return onFault;
        }
    }

    public String text(String key) {
        return read(key, Function.identity(), "");
    }

    /** A whole number from {@code least} up. */
    public int number(String key, int least) {
        return read(key, text -> parseNumber(text, least), least);
    }

    /** A time such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}. */
    public Duration duration(String key) {
        return read(key, SettingsReader::parseDuration, Duration.ZERO);
    }

    /** Words between white space or commas; none for an empty text. */
    public List<String> words(String key) {
        return read(
                key,
                text -> Arrays.stream(text.split("[\\s,]+"))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                List.of());
    }

    /**
     * The settings of a family, each of which may be there or not.
     *
     * @param prefix of the keys, with its last full stop
     * @return words by the rest of the key
     */
    public Map<String, List<String>> wordsByName(String prefix) {
        Map<String, List<String>> found = new TreeMap<>();
        for (String key : List.copyOf(values.keySet())) {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), words(key));
            }
        }
        return found;
    }

    /** The keys that were read so far. */
    public Set<String> keysRead() {
        return Set.copyOf(read);
    }

    /** Calls a key that nobody knows a fault, with the known key that looks most like it. */
    public void refuseUnknown(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                faults.add(key + ": there is no such setting; did you mean " + Nearest.to(key, known) + "?");
            }
        }
    }

    /** Tells a fault that lies between settings. */
    public void fault(String sentence) {
        faults.add(sentence);
    }

    /** Ends the reading. */
    public void throwIfFaulty() throws HpvmException {
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "read the settings: " + String.join("; ", faults));
        }
    }

    private static int parseNumber(String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number: \"" + text + "\"", e);
        }
        throw new IllegalArgumentException(text + " is less than " + least);
    }

    /** Reads {@code on} or {@code off}. */
    public static boolean parseSwitch(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("neither on nor off: \"" + text + "\"");
        };
    }

    /**
     * Reads a time.
     *
     * @param text digits and one of {@code ms s m h}
     */
    public static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a time such as 500ms, 10s, 5m or 2h: \"" + text + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
