package org.hpvm.container.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the leaves of a build.
 *
 * @param outcomeByLeaf in the order of the leaves' paths
 */
public record BuildReport(Map<String, LeafOutcome> outcomeByLeaf) {

    public BuildReport {
        outcomeByLeaf = Collections.unmodifiableMap(new TreeMap<>(outcomeByLeaf));
    }

    /** The leaves that were compiled now. */
    public List<String> built() {
        return ofKind(LeafOutcome.Built.class);
    }

    /** The leaves that there was nothing to do for. */
    public List<String> upToDate() {
        return ofKind(LeafOutcome.UpToDate.class);
    }

    /** The leaves that no compiler of this machine makes. */
    public List<String> missing() {
        return ofKind(LeafOutcome.Missing.class);
    }

    /** The leaves whose source a compiler refused. */
    public List<String> failed() {
        return ofKind(LeafOutcome.Failed.class);
    }

    private List<String> ofKind(Class<? extends LeafOutcome> kind) {
        return outcomeByLeaf.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What compilers said, each text once, with the leaves that it was said of: it is much the same for all. */
    public Map<String, List<String>> said() {
        Map<String, List<String>> leavesByText = new LinkedHashMap<>();
        outcomeByLeaf.forEach((leaf, outcome) -> {
            String text = outcome.match(new Said());
            if (!text.isEmpty()) {
                leavesByText.computeIfAbsent(text, unused -> new ArrayList<>()).add(leaf);
            }
        });
        return leavesByText;
    }

    /** The toolchains that are missing and how to get them; empty if none is. */
    public Optional<String> whatIsMissing() {
        Map<String, List<String>> leavesByReason = new LinkedHashMap<>();
        Set<String> packages = new LinkedHashSet<>();
        for (Map.Entry<String, LeafOutcome> entry : outcomeByLeaf.entrySet()) {
            if (entry.getValue() instanceof LeafOutcome.Missing missing) {
                leavesByReason
                        .computeIfAbsent(missing.reason(), unused -> new ArrayList<>())
                        .add(entry.getKey());
                packages.addAll(missing.packages());
            }
        }
        if (leavesByReason.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("not built, for want of a compiler:");
        leavesByReason.forEach((reason, leaves) -> text.append("\n  ")
                .append(String.join(", ", leaves))
                .append(": ")
                .append(reason));
        if (!packages.isEmpty()) {
            text.append("\nto install what is missing, on Debian or Ubuntu:\n  ")
                    .append("apt-get install -y --no-install-recommends ")
                    .append(String.join(" ", packages));
        }
        return Optional.of(text.toString());
    }

    /** One line: {@code 3 leaves built, 10 up to date, 0 failed, in 4.2 s}. */
    public String summary(Duration took) {
        return String.format(
                Locale.ROOT,
                "%d built, %d up to date, %d failed, %d without a compiler, in %.1f s",
                built().size(),
                upToDate().size(),
                failed().size(),
                missing().size(),
                took.toMillis() / 1e3);
    }

    private static final class Said implements LeafOutcome.Cases<String> {
        @Override
        public String built(LeafOutcome.Built built) {
            return built.warnings();
        }

        @Override
        public String upToDate(LeafOutcome.UpToDate upToDate) {
            return "";
        }

        @Override
        public String missing(LeafOutcome.Missing missing) {
            return "";
        }

        @Override
        public String failed(LeafOutcome.Failed failed) {
            return failed.said();
        }
    }
}
