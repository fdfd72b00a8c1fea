package org.hpvm.yarn.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hpvm.yarn.gateway.SpawnProgress;

/**
 * How far a spawn is, as one line: tasks, rate, time left, machines by leaf. The rate is that of the last seconds. Not
 * thread-safe.
 */
final class ProgressLine {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final String CUT = "…";

    private final Deque<SpawnProgress> recent = new ArrayDeque<>();

    /** The spawn is so far now. */
    void add(SpawnProgress progress) {
        recent.addLast(progress);
        // The first that is kept is as old as the window or older: it is where the rate is counted from.
        while (recent.size() > 2 && age(second()).compareTo(WINDOW) >= 0) {
            recent.removeFirst();
        }
    }

    private SpawnProgress second() {
        return recent.stream().skip(1).findFirst().orElseThrow();
    }

    private Duration age(SpawnProgress earlier) {
        return recent.getLast().elapsed().minus(earlier.elapsed());
    }

    /** The line, of so many characters at the most. */
    String text(int most) {
        SpawnProgress now = recent.getLast();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "hpvm: %d of %d tasks (%d%%)", now.done(), now.tasks(), percent(now.done(), now.tasks())));
        double rate = rate();
        if (rate > 0) {
            text.append(String.format(Locale.ROOT, rate < 10 ? ", %.1f/s" : ", %.0f/s", rate));
            if (now.done() < now.tasks()) {
                text.append(", ")
                        .append(time((now.tasks() - now.done()) / rate))
                        .append(" left");
            }
        }
        if (!now.machinesByLeaf().isEmpty()) {
            text.append("; ")
                    .append(now.machinesByLeaf().entrySet().stream()
                            .map(entry -> entry.getKey() + " ×" + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return text.length() <= most ? text.toString() : text.substring(0, Math.max(0, most - 1)) + CUT;
    }

    /** Not 100 before everything is done. */
    private static long percent(long done, long tasks) {
        return done == tasks ? 100 : Math.min(99, (long) (100.0 * done / tasks));
    }

    /** Tasks a second. */
    private double rate() {
        SpawnProgress first = recent.size() > 1 ? recent.getFirst() : null;
        long done = recent.getLast().done() - (first == null ? 0 : first.done());
        Duration time = first == null ? recent.getLast().elapsed() : age(first);
        return time.isZero() ? 0 : done * 1e9 / time.toNanos();
    }

    private static String time(double seconds) {
        if (seconds < 60) {
            return Math.max(1, Math.round(seconds)) + " s";
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60
                ? minutes / 60 + " h " + minutes % 60 + " min"
                : Math.round(seconds / 86_400) + " days";
    }
}
